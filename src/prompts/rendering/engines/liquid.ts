import { Liquid, type Template } from 'liquidjs';
import { messageOf } from '../../humanError.js';
import { bounded } from './bounded.js';
import { firstLineOf, offsetOf, TemplateError, type Engine } from './engine.js';
import { ownData } from './ownData.js';

const limits = { parseLimit: 4_000_000, renderLimit: 3000, memoryLimit: 50_000_000 };

const compiled = bounded<Template[]>();
const plain = liquid({});

/** Liquid, in which `include` and `render` find the included texts only. */
export const renderLiquid: Engine = (template, inputs, includes) => {
  const hasIncludes = Object.keys(includes).length > 0;
  const engine = hasIncludes ? liquid(includes) : plain;
  try {
    let parsed = hasIncludes ? engine.parse(template) : compiled.get(template);
    if (!parsed) compiled.set(template, (parsed = engine.parse(template)));
    return String(engine.renderSync(parsed, ownData(inputs)));
  } catch (error) {
    const message = firstLineOf(messageOf(error));
    const [, line, column] = /, line:(\d+)(?:, col:(\d+))?/.exec(message) ?? [];
    const offset = offsetOf(template, line === undefined ? undefined : Number(line), Number(column ?? 1));
    throw new TemplateError(message.replace(/, line:\d+.*$/, ''), offset);
  }
};

function liquid(templates: Readonly<Record<string, string>>): Liquid {
  return new Liquid({
    templates: { ...templates },
    extname: '.liquid',
    relativeReference: false,
    ownPropertyOnly: true,
    strictFilters: true,
    ...limits,
  });
}

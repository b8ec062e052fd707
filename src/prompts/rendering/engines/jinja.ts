import { posix } from 'node:path';
import nunjucks from 'nunjucks';
import { messageOf } from '../../humanError.js';
import type { Includes } from '../../promptText.js';
import { bounded } from './bounded.js';
import { firstLineOf, offsetOf, TemplateError, type Engine } from './engine.js';
import { hardenNunjucks } from './hardenNunjucks.js';
import { ownData } from './ownData.js';

const compiled = bounded<nunjucks.Template>();
const plain = environment({});

/** Jinja, as far as nunjucks has it. `include`, `import` and `extends` find the included texts only. */
export const renderJinja: Engine = (template, inputs, includes) => {
  const hasIncludes = Object.keys(includes).length > 0;
  const engine = hasIncludes ? environment(includes) : plain;
  try {
    let parsed = hasIncludes ? new nunjucks.Template(template, engine, 'prompt', true) : compiled.get(template);
    if (!parsed) compiled.set(template, (parsed = new nunjucks.Template(template, engine, 'prompt', true)));
    return parsed.render(ownData(inputs));
  } catch (error) {
    const message = messageOf(error);
    const [, line, column] = /\[Line (\d+), Column (\d+)\]/.exec(message) ?? [];
    const words = message
      .replace(/^Template render error: /, '')
      .replace(/\(\w+\)( \[Line \d+, Column \d+\])?\s*/g, '')
      .replace(/^(\s*(Error|TypeError|Template render error): )+/, '');
    throw new TemplateError(
      firstLineOf(words.trim()),
      offsetOf(template, line === undefined ? undefined : Number(line), Number(column ?? 1)),
    );
  }
};

function environment(includes: Includes): nunjucks.Environment {
  const getSource = (name: string): nunjucks.LoaderSource => {
    const path = posix.normalize(name);
    const src = Object.hasOwn(includes, path) ? includes[path] : undefined;
    if (src === undefined) throw new Error(`template not found: ${name}`);
    return { src, path: name, noCache: true };
  };
  return hardenNunjucks(new nunjucks.Environment({ getSource }, { autoescape: false }));
}

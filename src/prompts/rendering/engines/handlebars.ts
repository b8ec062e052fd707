import Handlebars from 'handlebars';
import { messageOf } from '../../humanError.js';
import type { JsonObject } from '../../json.js';
import type { Includes } from '../../promptText.js';
import { bounded } from './bounded.js';
import { firstLineOf, offsetOf, TemplateError, type Engine } from './engine.js';
import { includedAs, withoutEnding } from './includedText.js';
import { ownData } from './ownData.js';

/** Handlebars. Nothing is escaped: a prompt is no HTML. */
export const renderHandlebars: Engine = (template, inputs, includes) =>
  run(plain, template, inputs, includedAs(includes, withoutEnding));

/** What a template may call beside `if`, `unless`, `each` and `with`. */
export type Helpers = Readonly<Record<string, Handlebars.HelperDelegate>>;

/** An environment of its own, with its compiled templates. */
export interface HandlebarsKit {
  readonly handlebars: typeof Handlebars;
  readonly compiled: Map<string, HandlebarsTemplateDelegate>;
}

/** An environment in which a template reaches only own data, and calls only these helpers and Handlebars' blocks. */
export function handlebarsKit(helpers: Helpers): HandlebarsKit {
  const handlebars = Handlebars.create();
  handlebars.registerHelper({ ...helpers });
  handlebars.registerHelper('log', () => '');
  return { handlebars, compiled: bounded() };
}

const plain = handlebarsKit({});

/** @throws TemplateError */
export function run(
  { handlebars, compiled }: HandlebarsKit,
  template: string,
  inputs: JsonObject,
  partials: Includes,
  data: Readonly<Record<string, unknown>> = {},
): string {
  try {
    let render = compiled.get(template);
    if (!render) compiled.set(template, (render = handlebars.compile(template, { noEscape: true })));
    return render(ownData(inputs), {
      partials,
      data: { ...data },
      allowProtoPropertiesByDefault: false,
      allowProtoMethodsByDefault: false,
    });
  } catch (error) {
    const message = messageOf(error);
    const line = /^Parse error on line (\d+)/.exec(message)?.[1] ?? /- (\d+):\d+$/.exec(firstLineOf(message))?.[1];
    throw new TemplateError(firstLineOf(message), offsetOf(template, line === undefined ? undefined : Number(line)));
  }
}

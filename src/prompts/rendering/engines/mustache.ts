import Mustache from 'mustache';
import { messageOf } from '../../humanError.js';
import { bounded } from './bounded.js';
import type { Engine } from './engine.js';
import { firstLineOf, TemplateError } from './engine.js';
import { includedAs, withoutEnding } from './includedText.js';
import { ownData, ownProperty } from './ownData.js';
import { valueText } from './valueText.js';

/** Sees own data only: the library's own look-up finds inherited functions, and calls them. */
class DataContext extends Mustache.Context {
  constructor(
    private readonly data: unknown,
    private readonly outer?: DataContext,
  ) {
    super(data, outer);
  }

  override push(data: unknown): DataContext {
    return new DataContext(data, this);
  }

  override lookup(name: string): unknown {
    if (name === '.') return this.data;
    const [first = '', ...rest] = name.split('.');
    const { data } = this;
    if (typeof data !== 'object' || data === null || !Object.hasOwn(data, first)) return this.outer?.lookup(name);
    return [first, ...rest].reduce<unknown>(ownProperty, data);
  }
}

/** Keeps a bounded number of parsed templates; the library's own cache grows for ever. */
const writer = Object.assign(new Mustache.Writer(), { templateCache: bounded<unknown>() });

/** Mustache. Nothing is escaped: a prompt is no HTML. */
export const renderMustache: Engine = (template, inputs, includes) => {
  const partials = includedAs(includes, withoutEnding);
  try {
    return writer.render(template, new DataContext(ownData(inputs)), partials, { escape: valueText });
  } catch (error) {
    const message = messageOf(error);
    const offset = / at (\d+)$/.exec(message)?.[1];
    throw new TemplateError(firstLineOf(message), offset === undefined ? undefined : Number(offset));
  }
};

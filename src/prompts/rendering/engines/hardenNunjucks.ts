import nunjucks from 'nunjucks';
import runtime from 'nunjucks/src/runtime.js';
import { ownProperty } from './ownData.js';

type Callable = (...args: unknown[]) => unknown;

/** The only functions that a template may call or hold: its own macros, and `range`. */
const callable = new WeakSet<object>();

const longestRange = 1_000_000;
const range = (first: unknown, stop?: unknown, step: unknown = 1): number[] => {
  const [from, to, by] = (stop === undefined ? [0, first, 1] : [first, stop, step]).map(Number);
  if (from === undefined || to === undefined || !by) return [];
  const count = Math.ceil((to - from) / by);
  if (count > longestRange) throw new Error(`range has more than ${longestRange.toLocaleString('en')} numbers`);
  return Array.from({ length: Math.max(0, count) || 0 }, (_, index) => from + index * by);
};
callable.add(range);

const makeMacro = runtime.makeMacro;
runtime.makeMacro = (argNames, kwargNames, body) => {
  const macro = makeMacro(argNames, kwargNames, body);
  callable.add(macro);
  return macro;
};
/** nunjucks gives out anything that a thing has or inherits: `range.constructor` is how templates run code (nunjucks#1048). */
runtime.memberLookup = (thing, name) => allowedFunction(thing, name) ?? ownProperty(thing, name);
runtime.contextOrFrameLookup = (context, frame, name) => {
  const value = frame.lookup(name) ?? context.lookup(name);
  return typeof value === 'function' && !isAllowed(value) ? undefined : value;
};
runtime.callWrap = (called, name, context, args) => {
  if (!isAllowed(called)) throw new Error(`\`${name}\` cannot be called: only macros and range can`);
  return called.apply(context, args);
};

function isAllowed(value: unknown): value is Callable {
  return typeof value === 'function' && callable.has(value);
}

/** A macro of an imported file. */
function allowedFunction(thing: unknown, name: unknown): unknown {
  if (typeof thing !== 'object' || thing === null || typeof name !== 'string') return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(thing, name)?.value;
  return isAllowed(value) ? value : undefined;
}

/** Filters that take the name of an attribute look it up by themselves, inherited ones too. */
const attributeFilters = ['groupby', 'join', 'rejectattr', 'selectattr', 'sort', 'sum'];

/** Takes from an environment all by which a template could get at more than its inputs. */
export function hardenNunjucks(environment: nunjucks.Environment): nunjucks.Environment {
  for (const name of ['cycler', 'joiner']) environment.addGlobal(name, undefined);
  environment.addGlobal('range', range);
  for (const name of attributeFilters) {
    const filter = environment.getFilter(name);
    environment.addFilter(name, function (this: unknown, ...args: unknown[]): unknown {
      const inherited = args.slice(1).find(namesInherited);
      if (inherited !== undefined) throw new Error(`${name} cannot use the attribute \`${inherited}\``);
      return filter.apply(this, args);
    });
  }
  return environment;
}

function namesInherited(attribute: unknown): attribute is string {
  return (
    typeof attribute === 'string' &&
    attribute.split('.').some((step) => step in Object.prototype || step in Function.prototype)
  );
}

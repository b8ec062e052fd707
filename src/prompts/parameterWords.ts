import type { ParameterType } from './canonicalParameters.js';

/** What the value of a parameter must be, for a sentence: `a number from 0 to 2`. */
export function parameterWords(type: ParameterType): string {
  switch (type.is) {
    case 'number':
    case 'integer': {
      const noun = type.is === 'integer' ? 'a whole number' : 'a number';
      if (type.max < Number.MAX_SAFE_INTEGER) return `${noun} from ${type.min} to ${type.max}`;
      return type.min >= 0 ? `${noun} of at least ${type.min}` : noun;
    }
    case 'boolean':
      return '`true` or `false`';
    case 'text':
      return 'text';
    case 'texts':
      return 'text or a list of texts';
  }
}

import type { Action } from '../../rollout/decide.js';

/** What a rule did, for a notification; undefined for what nobody needs to be told. */
export function actedMessage(name: string, action: Action): string | undefined {
  switch (action.do) {
    case 'rollback':
      return `${name} was rolled back by rule (${action.cause}): ${action.detail}. All traffic is on the baseline again.`;
    case 'hold':
      return `${name} is held (${action.cause}): ${action.detail}.`;
    case 'advance':
      return `${name} advanced by rule: everything that must hold on its stage held.`;
    case 'data-returned':
      return undefined;
  }
}

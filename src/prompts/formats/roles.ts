import type { Role } from '../promptDocument.js';

const roles: ReadonlySet<unknown> = new Set<Role>(['system', 'user', 'assistant', 'developer', 'tool']);

/** Whether something read from a file is one of the roles. */
export function isRole(value: unknown): value is Role {
  return roles.has(value);
}

/** All roles, for a message to a person. */
export const roleNames = [...roles].map((role) => `\`${String(role)}\``).join(', ');

/** What must hold of every decision: PostgreSQL can store it, and it changed nothing that it was given. */
import type { Decision, Refusal } from '../../src/engine/decision.ts';

/** PostgreSQL refuses NUL and half characters in text and jsonb: such a decision would be lost whole. */
function storableValue(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed() || value.includes('\0'))
      throw new Error(`${path} cannot be stored: ${JSON.stringify(value)}`);
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`${path} is ${value}`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [k, v] of Object.entries(value)) {
      storableValue(k, path);
      storableValue(v, `${path}.${k}`);
    }
  }
}

export function checked(decided: Decision<unknown> | Refusal<unknown>): void {
  storableValue(decided, '');
  if ('refused' in decided && (decided.events ?? []).length > 0) throw new Error('a refusal changed something');
}

export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const v of Object.values(value)) frozen(v);
  }
  return value;
}

/** What is known of a step before it runs, and how to name steps to their authors. */
import type { Ask } from '../../../domain/runbook/asks.ts';

/** A value that hangs on an earlier step or an input without a default still holds its expression. */
export const isKnown = (value: string): boolean => !value.includes('${{');

/** Those that ask for the same, by what that is; `what` leaves out those that ask for something else. */
export function byWhat(
  asks: readonly Ask[],
  what: (ask: Ask) => string | undefined,
): ReadonlyMap<string, readonly Ask[]> {
  const all = new Map<string, Ask[]>();
  for (const ask of asks) {
    const key = what(ask);
    if (key !== undefined) all.set(key, [...(all.get(key) ?? []), ask]);
  }
  return all;
}

const SHOWN = 4;

/** `step kubernetes.scale (architect/api-completely-down.yaml:27)`. */
export function places(asks: readonly Ask[]): string {
  const all = [...new Set(asks.map(({ step }) => `${step.kind} (${step.at})`))];
  const more = all.length > SHOWN ? ` and ${all.length - SHOWN} more` : '';
  return `${all.length === 1 ? 'step' : 'steps'} ${all.slice(0, SHOWN).join(', ')}${more}`;
}

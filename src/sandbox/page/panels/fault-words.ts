/** What a fault says of itself: in short what happens, then what to look for; and how often it met something. */
import type { FaultRow } from '../../control/wire.ts';

/** The first sentence, and the rest. */
export function inShort(explains: string): readonly [first: string, rest: string] {
  const end = /[.!?]\s+(?=\p{Lu})/u.exec(explains);
  if (!end) return [explains, ''];
  return [explains.slice(0, end.index + 1), explains.slice(end.index + end[0].length)];
}

export function hitWords({ kind, hits, on }: Pick<FaultRow, 'kind' | 'hits' | 'on'>): string {
  if (kind === 'stroke') return hits === 0 ? '' : hits === 1 ? 'Done once' : `Done ${hits} times`;
  if (hits === 0) return on ? 'Met nothing yet' : '';
  return hits === 1 ? 'Met 1 request' : `Met ${hits} requests`;
}

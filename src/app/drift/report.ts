/** One part for each owner: what is gone, what nobody could look at, and where the runbooks count on it. */
import { cut } from '../../domain/runbook/output.ts';
import type { Looked } from './drift.ts';

const MOST_PLACES = 4;
const LONGEST = 120;

function places({ by }: Looked, owner: string): string {
  const own = by.filter((m) => m.owner === owner).map((m) => m.at);
  const more = own.length > MOST_PLACES ? ` and ${own.length - MOST_PLACES} more` : '';
  return `${own.slice(0, MOST_PLACES).join(', ')}${more}`;
}

export function driftReport(all: readonly Looked[]): string {
  const owners = [...new Set(all.flatMap((l) => l.by.map((m) => m.owner)))].sort();
  const parts = owners.flatMap((owner) => {
    const own = all.filter((l) => l.by.some((m) => m.owner === owner));
    const rows = own.flatMap((l) => {
      if (l.found.is === 'there') return [];
      const sign = l.found.is === 'gone' ? '✗' : '?';
      return [`  ${sign} ${cut(l.says, LONGEST)}`, `      ${l.found.why}`, `      ${places(l, owner)}`];
    });
    const there = own.filter((l) => l.found.is === 'there').length;
    return [`${owner}: ${there} of ${own.length} things are there`, ...rows, ''];
  });
  const count = (is: string) => all.filter((l) => l.found.is === is).length;
  return [...parts, `${count('there')} there, ${count('gone')} gone, ${count('unknown')} could not be looked at.`].join(
    '\n',
  );
}

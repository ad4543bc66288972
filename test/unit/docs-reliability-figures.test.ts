/** The figures in docs/reliability.md are those that were measured, and none of them is a violation. */
import { readFileSync } from 'node:fs';
import { figures, published } from '../chaos/publish.ts';

const measured = published();

it('says what RELIABILITY.json says', () => {
  expect(readFileSync('docs/reliability.md', 'utf8')).toContain(figures(measured));
});

it('counts no violation, and every planted bug as seen', () => {
  for (const m of [...measured.schedules, ...measured.sweeps]) expect([m.commit, m.violations]).toEqual([m.commit, 0]);
  for (const bug of measured.planted.flatMap((p) => p.bugs))
    expect([bug.name, bug.caughtAfter]).toEqual([bug.name, expect.any(Number)]);
  for (const r of measured.recoveries.flatMap((m) => m.results)) expect([r.name, r.breaches]).toEqual([r.name, []]);
});

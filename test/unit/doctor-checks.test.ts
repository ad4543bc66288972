/** Every check is listed once, says what is well and what to do, and what it finds is shown whole. */
import { readdirSync, readFileSync } from 'node:fs';
import { CHECKS } from '../../src/app/doctor/checks/index.ts';
import { type Finding, SECTIONS } from '../../src/app/doctor/finding.ts';
import { jsonReport, textReport } from '../../src/app/doctor/report.ts';

const folder = new URL('../../src/app/doctor/checks/', import.meta.url);

it('lists every check there is, by an id of its own', () => {
  const ids = CHECKS.map((c) => c.id);
  expect(ids).toEqual([...new Set(ids)]);
  const written = readdirSync(folder).flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^ {2}id: '([^']+)'/gm)].map(([, id]) => id),
  );
  expect([...ids].sort()).toEqual(written.sort());
});

it.each(CHECKS.map((c) => [c.id, c] as const))('%s says what is well and what to do when nothing answers', (id, c) => {
  expect(id).toMatch(/^[a-z]+\.[a-z-]+$/);
  expect(SECTIONS).toContain(c.section);
  expect(c.title.length).toBeGreaterThan(10);
  expect(c.remedy.length).toBeGreaterThan(15);
});

const FINDINGS: readonly Finding[] = [
  {
    id: 'queue.redis',
    section: 'Queue',
    title: 'Redis',
    status: 'problem',
    found: 'too\u001b[2Jold',
    remedy: 'one\ntwo',
  },
  { id: 'slack.token', section: 'Slack', title: 'The token', status: 'ok', found: 'fine' },
  { id: 'slack.groups', section: 'Slack', title: 'Groups', status: 'skipped', found: 'no token' },
];

it('prints section by section, remedies below, and no control characters of other systems', () => {
  expect(textReport(FINDINGS)).toBe(
    [
      'Slack',
      '  ✓ slack.token  fine',
      '  – slack.groups  skipped: no token',
      '',
      'Queue',
      '  ✗ queue.redis  too�[2Jold',
      '      → one',
      '        two',
      '',
      '1 problem, 0 warnings, 1 well, 1 skipped.',
    ].join('\n'),
  );
});

it('counts for programs', () => {
  expect(JSON.parse(jsonReport(FINDINGS))).toEqual({
    healthy: false,
    counts: { ok: 1, warning: 0, problem: 1, skipped: 1 },
    findings: FINDINGS,
  });
});

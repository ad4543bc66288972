/** What people see of what recurs: late first, in words, within Slack's limits however much there is. */
import type { Task } from '../../src/domain/cadence/model.ts';
import { plain } from '../../src/lib/text.ts';
import { cadenceView, recurrence } from '../../src/views/cadence-view.ts';
import { words } from '../support/read-view.ts';
import { catalog } from '../support/sample-world.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 27, 12);
const task = (name: string, more: Partial<Task> = {}, rule: Partial<Task['rule']> = {}): Task => ({
  id: 1,
  revision: 1,
  past: [],
  next: NOON,
  rule: {
    name: `architect/${name}`,
    title: `Checks ${name}`,
    service: 'architect',
    recurs: { every: 'day', at: 540, zone: 'UTC' },
    within: 4 * HOUR,
    channel: 'ops',
    does: { is: 'run', runbook: 'architect/checks', inputs: {} },
    ...rule,
  },
  ...more,
});
const shown = (tasks: readonly Task[], service = '') => words(cadenceView(tasks, { service, people: catalog.people }));

test.each([
  [{ every: 'day', at: 510, zone: 'UTC' }, 'every day at 08:30, UTC'],
  [{ every: 'weekday', at: 0, zone: 'UTC' }, 'every working day at 00:00, UTC'],
  [{ every: 'week', on: 'thu', at: 600, zone: 'Europe/Prague' }, 'every week on Thursday at 10:00, Europe/Prague'],
  [{ every: 'month', on: 31, at: 600, zone: 'UTC' }, 'every month on day 31 at 10:00, UTC'],
  [{ every: 'quarter', on: 'last', at: 600, zone: 'UTC' }, 'every quarter on its last day at 10:00, UTC'],
] as const)('%j', (recurs, said) => expect(recurrence(recurs)).toBe(said));

test('late first, then what waits, then what is due next; what was taken out is not there', () => {
  const text = shown([
    task('later', { next: NOON + HOUR }),
    task('soon', {
      past: [
        { due: 1, is: 'missed', at: 2, why: 'the next one was due' },
        { due: 0, is: 'done', at: 1 },
      ],
    }),
    task('waits', { open: { due: NOON, run: 8 } }),
    task('late', { open: { due: NOON, run: 7, late: true } }, { owner: 'role:manager' }),
    { ...task('gone'), next: undefined } as unknown as Task,
  ]);
  const order = [
    'Checks late',
    'R-7 waits, late since',
    'Checks waits',
    'R-8 waits, until',
    'Checks soon',
    '⬜ ✅ missed: the next one was due',
    'Checks later',
  ];
  const places = order.map((o) => text.indexOf(o));
  expect(places.every((p) => p >= 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  expect(text).toContain('role:manager');
  expect(text).not.toContain('Checks gone');
});

test('one service, nothing at all, a notice that reached nobody, and very many', () => {
  expect(shown([task('a'), task('b', {}, { service: 'other', name: 'other/b' })], 'other')).not.toContain('Checks a');
  expect(shown([], 'other')).toContain('workflows/<service>/cadence.yaml');
  expect(shown([task('a', { untold: 'there is no channel #ops' })])).toContain(
    'nobody was told: there is no channel #ops',
  );
  const many = Array.from({ length: 60 }, (_, n) =>
    task(`n${n}`, {
      next: NOON + n,
      past: Array.from({ length: 20 }, (_, i) => ({ due: i, is: 'late' as const, at: i, why: 'x'.repeat(2_000) })),
    }),
  );
  const view = cadenceView(many, { service: '', people: catalog.people });
  expect(view.blocks.length).toBeLessThanOrEqual(50);
  expect(JSON.stringify(view.blocks).length).toBeLessThan(40_000);
  expect(words(view)).toContain('and 35 more');
  expect(typeof view.text === 'string' ? view.text : plain(view.text)).toContain('recurring tasks');
});

/** Off hours: by the wall clock of one place, over a change of clocks and on holidays. */
import { type Calendar, isOffHours } from '../../src/domain/approval/model.ts';
import { Play, runbookOf } from './run-play.ts';

const prague: Calendar = {
  zone: 'Europe/Prague',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: 8 * 60,
  to: 18 * 60,
  holidays: ['2026-12-24'],
};

it.each([
  ['Monday at eight', '2026-01-05T08:00+01:00', false],
  ['a minute before', '2026-01-05T07:59+01:00', true],
  ['the last minute', '2026-01-05T17:59+01:00', false],
  ['six in the evening', '2026-01-05T18:00+01:00', true],
  ['Saturday noon', '2026-01-10T12:00+01:00', true],
  ['a holiday', '2026-12-24T12:00+01:00', true],
  ['in summer, an hour sooner by UTC', '2026-07-06T06:00Z', false],
  ['in winter, the same hour of UTC', '2026-01-05T06:00Z', true],
])('%s (%s): %s', (_what, at, off) => {
  expect(isOffHours(prague, Date.parse(at))).toBe(off);
});

it('whether people are at work goes into what is planned', () => {
  const play = Play.started(runbookOf('  - kubernetes.scale: { namespace: prod, deployment: api, replicas: 3 }\n'));
  // Three in the night.
  expect(play.work('step.plan').payload).toMatchObject({ offHours: true });
  const noon = new Play();
  noon.now = Date.parse('2026-01-05T12:00+01:00');
  noon.start(runbookOf('  - kubernetes.scale: { namespace: prod, deployment: api, replicas: 3 }\n'));
  expect(noon.work('step.plan').payload).toMatchObject({ offHours: false });
});

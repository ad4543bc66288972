/** Who approves a change sees what other runs changed on the same target within a day. */
import { earlierOn } from '../../src/domain/runbook/earlier.ts';
import type { Plan, Run } from '../../src/domain/runbook/model.ts';
import { canonical } from '../../src/lib/json.ts';
import { plain } from '../../src/lib/text.ts';
import { planReach } from '../../src/views/plan-reach.ts';
import { Play, runbookOf } from './run-play.ts';

const API = 'deployment/prod/api';
const SCALE = '  - kubernetes.scale: { namespace: prod, deployment: api, replicas: 15 }\n';
const HOUR = 3_600_000;

function planned(id: number, target = API): Play {
  const play = new Play(id);
  play.start(runbookOf(SCALE));
  play.plan('1', { radius: { target } });
  return play;
}
const done = (play: Play): Run => {
  play.approve('1', 'U0GRACE');
  play.settle('1', { output: { replicas: 15 } });
  return play.state;
};
const found = (runs: readonly Run[], after = HOUR) => earlierOn(runs, API, 99, planned(1).now + after);

test('what was carried out counts, once for each run', () => {
  expect(found([done(planned(3))])).toEqual([{ run: 3, name: 'Test', at: planned(3).now }]);
});

test('what only waits, was refused, failed, was of another target, of this run or of yesterday does not', () => {
  const waits = planned(3);
  const rejected = planned(4);
  rejected.feed('approval.reject', { approval: rejected.approval('1').id, person: 'U0GRACE', groups: ['sre'] });
  const failed = planned(5);
  failed.approve('1', 'U0GRACE');
  failed.settle('1', { failure: 'refused by the cluster' });
  const own = done(planned(99));
  expect(found([waits.state, rejected.state, failed.state, done(planned(6, 'deployment/prod/web')), own])).toEqual([]);
  expect(found([done(planned(3))], 25 * HOUR)).toEqual([]);
});

test('what nobody knows yet counts as perhaps', () => {
  const play = planned(3);
  play.approve('1', 'U0GRACE');
  play.feed('step.unknown', { step: '1', attempt: 1, reason: 'the connection broke' });
  expect(found([play.state])).toMatchObject([{ run: 3, unknown: true }]);
});

describe('on the card', () => {
  const reach = (radius: Plan['radius']) =>
    planReach({ radius } as Plan)
      .map(plain)
      .join();
  test.each([
    [{ otherRuns: 0 }, ''],
    [
      { otherRuns: 1, lastRun: { run: 3, name: 'Roll back', minutes: 200 } },
      'Reaches run 3 (Roll back) changed it 3h 20m before',
    ],
    [
      { otherRuns: 2, lastRun: { run: 4, name: 'Scale', minutes: 0, unknown: true as const } },
      'Reaches run 4 (Scale) may have changed it less than a minute before · 2 other runs within a day',
    ],
  ])('%j', (radius, text) => expect(reach(radius)).toBe(text));
});

test('two of one target: the newest first', () => {
  const [first, second] = [done(planned(3)), planned(4)];
  second.now += 300_000;
  expect(found([first, done(second)], 2 * HOUR).map((c) => c.run)).toEqual([4, 3]);
  expect(canonical(found([first]))).toContain('"run":3');
});

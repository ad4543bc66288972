/** A look that goes on for a while: how long it may, what each of its looks is told, and what ends it. */
import type { ReadPayload } from '../../src/domain/runbook/effects.ts';
import type { ActionStep } from '../../src/domain/runbook/model.ts';
import { changed } from './catalog-fixture.ts';
import { Play, runbookOf } from './run-play.ts';

const follow = (more = '', beside = '') =>
  `  - kubernetes.followLogs: { namespace: prod, deployment: api${more} }\n${beside}`;
const SECONDS = 1_000;

test.each([
  ['', 90],
  [', for: 5m', 330],
  [', for: "${{ inputs.ns }}"', 630],
])('its step has that much more time: %s', (more, seconds) => {
  expect((runbookOf(follow(more)).steps[0] as ActionStep).timeout).toBe(seconds * SECONDS);
});

test('less time than it takes is refused where it is written', () => {
  expect(() => runbookOf(follow(', for: 5m', '    timeout: 1m\n'))).toThrow(/goes on for up to 5m/);
  expect(runbookOf(follow(', for: 5m', '    timeout: 6m\n')).steps).toMatchObject([{ timeout: 360_000 }]);
  expect(changed({}).problems).toEqual([]);
});

test('each look is told when the first was asked for, and the last one ends the step', () => {
  const play = Play.started(runbookOf(follow()));
  const begun = play.now;
  const since = () => (play.work('step.read').payload as unknown as ReadPayload).since;
  expect(since()).toBe(begun);
  const found = { lines: [], count: 0, looked: 0, matches: {}, repeated: [] };
  play.settle('1', { output: { ...found, following: true }, lines: ['0 lines'] });
  expect(play.state.steps['1']).toMatchObject({ status: 'watching', lines: ['0 lines'] });
  play.now += 3 * SECONDS;
  play.feed('step.look', { step: '1', attempt: 2 });
  expect(since()).toBe(begun);
  play.now += 60 * SECONDS;
  play.settle('1', { output: { ...found, following: false }, lines: ['3 lines'] });
  expect(play.state.status).toBe('done');
});

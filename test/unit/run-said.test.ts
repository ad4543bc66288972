/** What the steps of a run gave goes into the thread below its card once the run is over: all of it, in order, once. */
import type { ChatRunSaidPayload } from '../../src/domain/runbook/effects.ts';
import { runSaid } from '../../src/views/run-said-view.ts';
import { catalog, Play, runbookOf } from './run-play.ts';

const LOOK = '  - kubernetes.get: { kind: pods, namespace: prod }\n';

function looked(steps: number, lines: (n: number) => readonly string[], end = true): Play {
  const play = Play.started(runbookOf(LOOK.repeat(steps)));
  for (let n = 1; n <= steps; n++) {
    if (n === steps && !end) play.feed('run.abort', { reason: 'enough', person: 'ada', groups: ['sre', 'responders'] });
    else play.settle(String(n), { output: { items: [] }, lines: lines(n) });
  }
  return play;
}
const asked = (play: Play) =>
  play.effectsOf('chat.run-said').map((e) => (e.payload as unknown as ChatRunSaidPayload).nth);
const shown = (play: Play) => asked(play).map((nth) => JSON.stringify(runSaid(play.state, nth, catalog.people)));

test('one message for a few steps, with every line, after the card in its lane', () => {
  const play = looked(2, (n) => [`pod-${n} is ready`]);
  expect(play.state.status).toBe('done');
  expect(asked(play)).toEqual([0]);
  const [text] = shown(play);
  expect(text).toMatch(/pod-1 is ready.*pod-2 is ready/);
  expect(text).toContain('/runbook logs R-7 1');
  const lane = play.effectsOf('chat.run-said')[0]?.lane;
  expect(play.effectsOf('chat.run').every((e) => e.lane === lane)).toBe(true);
});

test('many steps take several messages, each step is in exactly one', () => {
  const play = looked(14, (n) => [`answer ${n};`]);
  const all = shown(play).join();
  expect(asked(play)).toEqual([0, 1, 2]);
  for (let n = 1; n <= 14; n++) expect(all.split(`answer ${n};`)).toHaveLength(2);
});

test('what is more than five messages hold is named', () => {
  const play = looked(40, () => [
    'x'.repeat(150),
    ...Array.from({ length: 9 }, (_, i) => `line ${i} ${'y'.repeat(180)}`),
  ]);
  expect(asked(play)).toEqual([0, 1, 2, 3, 4]);
  expect(shown(play).at(-1)).toContain('10 more steps are in the record');
});

test('a run that was stopped gives what it has; one that gave nothing, or is only a plan, says nothing', () => {
  expect(shown(looked(2, () => ['seen'], false))).toHaveLength(1);
  expect(asked(looked(2, () => []))).toEqual([]);
  const preview = Play.started(runbookOf('  - kubernetes.scale: { namespace: prod, deployment: api, replicas: 3 }\n'), {
    preview: true,
  });
  preview.feed('step.planned', { step: '1', attempt: 1, plan: '{"summary":"Scale"}', digest: 'd' });
  expect(preview.state.status).toBe('done');
  expect(asked(preview)).toEqual([]);
});

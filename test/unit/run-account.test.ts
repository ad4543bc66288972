/** A run that was stopped tells what it changed, what it did not, and what nobody knows. */
import { Play, runbookOf, words } from './run-play.ts';

const scale = (n: number) => `  - kubernetes.scale: { namespace: prod, deployment: api, replicas: ${n} }\n`;
const stop = (play: Play) =>
  words(play.feed('run.abort', { reason: 'wrong runbook', person: 'mona', groups: ['leads'] }));
const line = (play: Play) =>
  play
    .effectsOf('input')
    .map((e) => e.payload as { type: string; data: { line?: string } })
    .findLast((p) => p.type === 'run.moved')?.data.line;

function carriedOut(play: Play, step: string, summary: string): void {
  play.plan(step, { summary });
  play.approve(step, 'grace');
}

it('nothing, while it only looked and asked', () => {
  const play = Play.started(runbookOf('  - prometheus.query: up\n'));
  expect(stop(play)).toContain('R-7 is aborted. It had changed nothing.');
  expect(line(play)).toBe('Test was aborted: wrong runbook');
});

it('what was done, and what was only asked for', () => {
  const play = Play.started(runbookOf(scale(5) + scale(6)));
  carriedOut(play, '1', 'Scale to 5');
  play.settle('1', { output: {} });
  play.plan('2', { summary: 'Scale to 6' });
  expect(stop(play)).toContain('Done: Scale to 5. Not done: Scale to 6.');
  expect(line(play)).toBe('Test was aborted: wrong runbook. Done: Scale to 5. Not done: Scale to 6.');
});

it.each<[string, (play: Play) => void, string]>([
  ['is done after all', (p) => p.settle('1', { output: {} }), 'Done: Scale to 5.'],
  ['fails', (p) => p.settle('1', { failure: 'denied' }), 'Failed: Scale to 5.'],
  [
    'is done or not',
    (p) => p.feed('step.unknown', { step: '1', attempt: 1, reason: 'lost' }),
    'Nobody knows: Scale to 5.',
  ],
  [
    'did not happen: the target moved',
    (p) => p.feed('step.drifted', { step: '1', attempt: 1, moved: [] }),
    'Not done: Scale to 5.',
  ],
])('what was under way is waited for, and %s', (_what, settles, told) => {
  const play = Play.started(runbookOf(scale(5)));
  carriedOut(play, '1', 'Scale to 5');
  expect(stop(play)).toContain('Under way: Scale to 5. R-7 ends with what is under way.');
  expect(play.state.status).toBe('running');
  settles(play);
  expect(play.state.status).toBe('aborted');
  expect(line(play)).toContain(told);
});

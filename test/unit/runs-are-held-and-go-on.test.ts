/** Pause and resume, another try after a failure, and steps that a person leaves out. */
import { runAggregate } from '../../src/domain/runbook/decide.ts';
import { code, Play, runbookOf, words } from './run-play.ts';

const SCALE = '  - kubernetes.scale: { namespace: prod, deployment: api, replicas: 15 }\n';
const QUERY = "  - prometheus.query: 'up'\n    id: q\n    expect: value > 0\n";
const NOTE = '  - prometheus.query: \'up{a="${{ steps.q.value }}"}\'\n    name: Look again\n';
const by = (person: string, groups = ['sre']) => ({ person, groups });

function failed(steps = QUERY + SCALE): Play {
  const play = Play.started(runbookOf(steps));
  play.settle('1', { output: { value: 0 } });
  expect(play.state.status).toBe('failed');
  return play;
}

describe('a run that is paused', () => {
  it('lets what began end, and begins nothing until it is resumed', () => {
    const play = Play.started(runbookOf(QUERY + SCALE));
    expect(code(play.feed('run.pause', { reason: 'deploy under way', ...by('ada', ['nobody']) }))).toBe(
      'refused.not-permitted',
    );
    expect(code(play.feed('run.pause', { reason: 'deploy under way', ...by('ada') }))).toBe('paused');
    expect(play.state).toMatchObject({ status: 'running', paused: { by: 'ada', reason: 'deploy under way' } });
    expect(code(play.feed('run.pause', by('ada')))).toBe('refused.paused');
    play.settle('1', { output: { value: 1 } });
    expect(play.state).toMatchObject({ status: 'waiting', steps: { 1: { status: 'done' } } });
    expect(play.effectsOf('step.plan')).toEqual([]);
    expect(code(play.feed('run.resume', by('grace')))).toBe('resumed');
    expect(play.state.paused).toBeUndefined();
    expect(play.effectsOf('step.plan')).toHaveLength(1);
    expect(code(play.feed('run.resume', by('grace')))).toBe('refused.not-paused');
  });

  it('takes no approval, and takes it when it goes on', () => {
    const play = Play.started(runbookOf(SCALE));
    play.plan('1');
    play.feed('run.pause', by('ada'));
    expect(code(play.approve('1', 'grace'))).toBe('refused.paused');
    expect(play.effectsOf('step.execute')).toEqual([]);
    play.feed('run.resume', by('ada'));
    expect(code(play.approve('1', 'grace'))).toBe('approved');
  });

  it('still ends when it is aborted, and when its incident is over', () => {
    const aborted = Play.started(runbookOf(SCALE));
    aborted.feed('run.pause', by('ada'));
    aborted.feed('run.abort', { reason: 'x', ...by('grace') });
    expect(aborted.state).toMatchObject({ status: 'aborted' });
    expect(aborted.state.paused).toBeUndefined();
    const over = Play.started(runbookOf(SCALE));
    over.plan('1');
    over.feed('run.pause', by('ada'));
    over.feed('run.incident-ended', { reason: 'INC-42 was resolved' });
    expect(over.state.status).toBe('aborted');
  });
});

describe('another try', () => {
  it('repeats a look with a new attempt, and the run goes on as if it had not failed', () => {
    const play = failed();
    expect(code(play.feed('step.retry', { step: 'q', reason: 'exporter was down', ...by('ada') }))).toBe('retried');
    expect(play.state).toMatchObject({ status: 'running', steps: { 1: { status: 'running', attempt: 2 } } });
    expect(play.state.failure).toBeUndefined();
    expect(play.state.endedAt).toBeUndefined();
    // The answer to the first look is nobody's any more.
    play.feed('step.settled', { step: '1', attempt: 1, output: { value: 1 } });
    expect(play.state.steps['1']?.status).toBe('running');
    play.settle('1', { output: { value: 1 } });
    expect(play.effectsOf('step.plan')).toHaveLength(1);
  });

  it('plans a change anew and asks for approval anew; the old yes is worth nothing', () => {
    const play = Play.started(runbookOf(SCALE));
    play.plan('1');
    play.approve('1', 'grace');
    const used = play.state.steps['1']?.approval?.id ?? '';
    play.settle('1', { failure: 'the server refused it' });
    expect(play.state.status).toBe('failed');
    expect(runAggregate.guard?.(play.state)).toBeUndefined();
    expect(code(play.feed('step.retry', { step: '1', reason: 'quota was raised', ...by('ada') }))).toBe('retried');
    expect(play.state.steps['1']?.status).toBe('planning');
    expect(runAggregate.guard?.(play.state)).toBeDefined();
    expect(code(play.feed('approval.approve', { approval: used, ...by('linus') }))).toMatch(/^refused/);
    play.plan('1');
    expect(play.state.steps['1']).toMatchObject({ status: 'approving', approval: { by: [] } });
    expect(code(play.approve('1', 'grace'))).toBe('approved');
    expect(play.effectsOf('step.execute')).toHaveLength(2);
  });

  it('in the option that was chosen, goes on there', () => {
    const play = Play.started(
      runbookOf(
        `  - ask.choice: How?\n    options:\n      Up:\n        - prometheus.query: 'up'\n          expect: value > 0\n      Down:\n        - prometheus.query: 'down'\n${SCALE}`,
      ),
    );
    play.feed('choice.made', { step: '1', option: 'Up', ...by('ada') });
    play.settle('1.options.Up.1', { output: { value: 0 } });
    expect(play.state).toMatchObject({ status: 'failed', steps: { 1: { status: 'failed' } } });
    play.feed('step.retry', { step: '1.options.Up.1', reason: 'again', ...by('ada') });
    play.settle('1.options.Up.1', { output: { value: 1 } });
    expect(play.state.steps['1']?.status).toBe('done');
    expect(play.effectsOf('step.plan')).toHaveLength(1);
  });

  it.each([
    ['without a reason', 'q', '  ', /Say why/],
    ['of a step that is not there', 'nowhere', 'x', /no such step. Name one of: “1”/],
    ['of a step that did not fail', '2', 'x', /Only a step that failed/],
  ])('is refused %s', (_what, step, reason, expected) => {
    const play = failed();
    const made = play.feed('step.retry', { step, reason, ...by('ada') });
    expect(words(made)).toMatch(expected);
    expect(play.state.status).toBe('failed');
  });

  it('is refused where nobody knows whether it happened', () => {
    const play = Play.started(runbookOf(SCALE));
    play.plan('1');
    play.approve('1', 'grace');
    play.feed('step.unknown', { step: '1', attempt: play.state.steps['1']?.attempt ?? 0, reason: 'no answer' });
    const made = play.feed('step.retry', { step: '1', reason: 'x', ...by('ada') });
    expect(code(made)).toBe('refused.unknown');
    expect(code(play.feed('step.skip', { step: '1', reason: 'x', ...by('ada') }))).toBe('refused.not-skippable');
    expect(play.effectsOf('step.execute')).toHaveLength(1);
  });

  it('is refused when what follows a failure was done already', () => {
    const play = Play.started(
      runbookOf(
        `  - name: Carefully\n    steps:\n    - prometheus.query: 'up'\n      expect: value > 0\n    always:\n    - prometheus.query: 'down'\n`,
      ),
    );
    play.settle('1.steps.1', { output: { value: 0 } });
    play.settle('1.always.1', { output: { value: 0 } });
    expect(play.state.status).toBe('failed');
    const step = '1.steps.1';
    expect(words(play.feed('step.retry', { step, reason: 'x', ...by('ada') }))).toMatch(/done already/);
  });

  it('is refused in a run that was aborted, and in one that undoes another', () => {
    const play = Play.started(runbookOf(QUERY));
    play.feed('run.abort', { reason: 'x', ...by('grace') });
    expect(code(play.feed('step.retry', { step: 'q', reason: 'x', ...by('ada') }))).toMatch(/^refused/);
    const undoing = Play.started(runbookOf(QUERY), { undoes: { run: 3, step: '1' } });
    undoing.settle('1', { output: { value: 0 } });
    expect(words(undoing.feed('step.retry', { step: 'q', reason: 'x', ...by('ada') }))).toMatch(/R-3 was told/);
  });
});

describe('leaving a step out', () => {
  it('after its failure the run goes on without it, and the record says who and why', () => {
    const play = failed();
    expect(code(play.feed('step.skip', { step: 'q', reason: 'known exporter bug', ...by('mona', ['leads']) }))).toBe(
      'skipped',
    );
    expect(play.state.steps['1']).toMatchObject({ status: 'skipped', failure: 'known exporter bug' });
    expect(play.timeline.map((t) => t.event)).toContainEqual(
      expect.objectContaining({ type: 'step.left-out', by: 'mona', reason: 'known exporter bug' }),
    );
    expect(play.effectsOf('step.plan')).toHaveLength(1);
  });

  it('one that waits for approval: the plan is void', () => {
    const play = Play.started(runbookOf(SCALE + QUERY));
    play.plan('1');
    const id = play.state.steps['1']?.approval?.id ?? '';
    play.feed('step.skip', { step: '1', reason: 'scaled by hand', ...by('ada') });
    expect(play.state.steps['1']).toMatchObject({ status: 'skipped', approval: { status: 'void' } });
    expect(code(play.feed('approval.approve', { approval: id, ...by('grace') }))).toBe('refused.void');
    expect(play.state.steps['2']?.status).toBe('running');
  });

  it('one that is still to come', () => {
    const play = Play.started(runbookOf(QUERY + SCALE));
    play.feed('step.skip', { step: '2', reason: 'not today', ...by('ada') });
    play.settle('1', { output: { value: 1 } });
    expect(play.state).toMatchObject({ status: 'done', steps: { 2: { status: 'skipped' } } });
  });

  it('is refused when a later step reads its result, and not when that step asks first', () => {
    const play = Play.started(runbookOf(QUERY + NOTE));
    expect(words(play.feed('step.skip', { step: 'q', reason: 'x', ...by('ada') }))).toMatch(
      /“Look again” read.*has\(steps\.q\)/,
    );
    expect(play.state.steps['1']?.status).toBe('running');
    const guarded = Play.started(runbookOf(`${QUERY}  - prometheus.query: 'up'\n    if: has(steps.q)\n`));
    expect(code(guarded.feed('step.skip', { step: 'q', reason: 'x', ...by('ada') }))).toBe('skipped');
    expect(guarded.state).toMatchObject({ status: 'done', steps: { 2: { status: 'skipped' } } });
  });

  it('is refused without the right, without a reason, and for what is being carried out', () => {
    const play = Play.started(runbookOf(SCALE));
    play.plan('1');
    play.approve('1', 'grace');
    expect(code(play.feed('step.skip', { step: '1', reason: 'x', ...by('ada', ['responders']) }))).toBe(
      'refused.not-permitted',
    );
    expect(code(play.feed('step.skip', { step: '1', reason: '', ...by('ada') }))).toBe('refused.no-reason');
    expect(words(play.feed('step.skip', { step: '1', reason: 'x', ...by('ada') }))).toMatch(/carried out right now/);
  });
});

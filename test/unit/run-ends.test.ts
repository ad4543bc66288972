/** Locks, aborting, unknown outcomes, the end of the incident, undoing. */
import { runAggregate } from '../../src/domain/runbook/decide.ts';
import type { Started } from '../../src/domain/runbook/inputs.ts';
import { code, Play, runbookOf, words } from './run-play.ts';

const SCALE = '  - kubernetes.scale: { namespace: prod, deployment: api, replicas: 15 }\n';
const QUERY = "  - prometheus.query: 'up'\n";
const by = (person: string, groups = ['sre']) => ({ person, groups });

function executing(steps = SCALE): Play {
  const play = Play.started(runbookOf(steps));
  play.plan('1');
  play.approve('1', 'grace');
  return play;
}

describe('the target lock', () => {
  const book = runbookOf(SCALE, 'lock: deployment/${{ inputs.ns }}/api\n');

  it('is named by the runbook and held until the end', () => {
    const play = Play.started(book);
    expect(runAggregate.guard?.(play.state)).toBe('deployment/prod/api');
    play.feed('run.abort', { reason: 'x', ...by('grace') });
    expect(runAggregate.guard?.(play.state)).toBeUndefined();
  });

  it('held by another run, is waited for and asked again every ten seconds', () => {
    const play = Play.started(book, {}, 5);
    expect(play.types()).toEqual(['run.started', 'lock.waiting']);
    expect(play.state).toMatchObject({ status: 'waiting', steps: { 1: { status: 'waiting', lockedBy: 5 } } });
    expect(runAggregate.guard?.(play.state)).toBeUndefined();
    expect(play.effectsOf('step.plan')).toEqual([]);
    for (let n = 0; n < 3; n++) {
      const due = play.timer('step.look');
      expect(due.dueAt).toBe(play.now + 10_000);
      play.now += 10_000;
      play.feed('step.look', due.data as { step: string; attempt: number }, 5);
    }
    expect(play.types()).toEqual(['run.started', 'lock.waiting']);
    play.feed('step.look', play.timer('step.look').data as { step: string; attempt: number });
    expect(play.state).toMatchObject({ status: 'running', lock: 'deployment/prod/api' });
    expect(play.state.steps['1']?.lockedBy).toBeUndefined();
  });
});

describe('aborting', () => {
  it('needs the right, ends at once, voids what was asked and starts nothing', () => {
    const play = Play.started(runbookOf(SCALE + QUERY));
    play.plan('1');
    expect(code(play.feed('run.abort', { reason: 'x', ...by('eve', ['responders']) }))).toBe('refused.not-permitted');
    expect(code(play.feed('run.abort', { reason: 'wrong runbook', ...by('mona', ['leads']) }))).toBe('aborted');
    expect(play.state).toMatchObject({ status: 'aborted', failure: 'wrong runbook' });
    expect(play.state.steps['1']).toMatchObject({ status: 'aborted', approval: { status: 'void' } });
    expect(play.state.steps['2']).toBeUndefined();
    expect(code(play.approve('1', 'grace'))).toBe('refused.void');
    expect(code(play.feed('run.abort', { reason: 'again', ...by('mona', ['leads']) }))).toBe('refused.ended');
  });

  it('waits for what is being carried out, and tells it as it is', () => {
    const play = executing(SCALE + QUERY);
    play.feed('run.abort', { reason: 'stop', ...by('grace') });
    expect(play.state).toMatchObject({ status: 'running', stopping: { by: 'grace' } });
    expect(play.state.steps['1']?.status).toBe('running');
    play.settle('1', { output: { replicas: 15 } });
    expect(play.state.status).toBe('aborted');
    expect(play.state.steps['1']?.status).toBe('done');
    expect(play.effectsOf('step.read')).toEqual([]);
  });

  it('ends what is watched, and late answers change nothing', () => {
    const play = Play.started(
      runbookOf(`${QUERY}    expect: value == 1\n    until: { passes: 1, every: 10s, within: 5m }\n`),
    );
    play.settle('1', { output: { value: 0 } });
    play.feed('run.abort', { reason: 'stop', ...by('grace') });
    expect(play.cancelled).toContain('run/7/1/look/2');
    const before = JSON.stringify(play.state);
    expect(play.feed('step.look', { step: '1', attempt: 2 })).toEqual({ events: [] });
    expect(play.settle('1', { output: { value: 1 } })).toEqual({ events: [] });
    expect(JSON.stringify(play.state)).toBe(before);
  });
});

describe('an unknown outcome', () => {
  it('is never repeated by itself; a person says that it happened', () => {
    const play = executing(SCALE + QUERY);
    play.feed('step.unknown', { step: '1', attempt: 1, reason: 'no answer' });
    expect(play.state).toMatchObject({ status: 'waiting', steps: { 1: { status: 'unknown' } } });
    expect(play.effectsOf('step.execute')).toHaveLength(1);
    expect(code(play.feed('step.cleared', { step: '1', happened: true, ...by('eve', []) }))).toBe(
      'refused.not-permitted',
    );
    play.feed('step.cleared', { step: '1', happened: true, ...by('grace') });
    expect(play.state.steps['1']?.status).toBe('done');
    expect(play.work('step.read').payload).toMatchObject({ step: '2' });
  });

  it('that did not happen is planned and approved anew', () => {
    const play = executing();
    play.feed('step.unknown', { step: '1', attempt: 1, reason: 'no answer' });
    play.feed('step.cleared', { step: '1', happened: false, ...by('grace') });
    expect(play.state.steps['1']).toMatchObject({ status: 'planning', attempt: 2 });
    play.plan('1');
    expect(play.effectsOf('step.execute')).toHaveLength(1);
    play.approve('1', 'linus');
    expect(play.effectsOf('step.execute')).toHaveLength(2);
  });

  it('in an aborted run can still be cleared, and begins nothing', () => {
    const play = executing();
    play.feed('run.abort', { reason: 'stop', ...by('grace') });
    play.feed('step.unknown', { step: '1', attempt: 1, reason: 'no answer' });
    expect(play.state).toMatchObject({ status: 'aborted', steps: { 1: { status: 'unknown' } } });
    play.feed('step.cleared', { step: '1', happened: false, ...by('grace') });
    expect(play.state.steps['1']?.status).toBe('aborted');
    expect(play.effectsOf('step.plan')).toHaveLength(1);
  });
});

describe('when the incident ends', () => {
  it('a run that waits ends, and its approval is void', () => {
    const play = Play.started(runbookOf(SCALE));
    play.plan('1');
    play.feed('run.incident-ended', { reason: 'INC-42 was resolved' });
    expect(play.state).toMatchObject({ status: 'aborted', failure: 'INC-42 was resolved' });
    expect(play.approval('1').status).toBe('void');
  });

  it('a run that looks may finish looking, but changes and asks nothing more', () => {
    const looks = Play.started(runbookOf(QUERY + QUERY));
    looks.feed('run.incident-ended', { reason: 'INC-42 was resolved' });
    looks.settle('1', { output: { value: 1 } });
    looks.settle('2', { output: { value: 1 } });
    expect(looks.state.status).toBe('done');
    const changes = Play.started(runbookOf(QUERY + SCALE));
    changes.feed('run.incident-ended', { reason: 'INC-42 was resolved' });
    changes.settle('1', { output: { value: 1 } });
    expect(changes.state.status).toBe('aborted');
    expect(changes.effectsOf('step.plan')).toEqual([]);
  });

  it('a plan that was being made is not asked about', () => {
    const play = Play.started(runbookOf(SCALE));
    play.feed('run.incident-ended', { reason: 'INC-42 was resolved' });
    expect(play.state.status).toBe('running');
    play.feed('step.planned', { step: '1', attempt: 1, plan: '{}', digest: 'd'.repeat(64) });
    expect(play.state.status).toBe('aborted');
    expect(play.types()).not.toContain('approval.requested');
  });
});

describe('undoing a step', () => {
  const UNDO = {
    kind: 'kubernetes.scale',
    params: { namespace: 'prod', deployment: 'api', replicas: 10 },
    summary: 'Scale back to 10',
  };
  const done = () => {
    const play = executing();
    play.settle('1', { output: { replicas: 15 }, undo: UNDO });
    return play;
  };
  const begun = (play: Play) => play.timer('run.start').data as unknown as Started;

  it('is a run of its own, planned and approved like any change, on the same lock', () => {
    const play = done();
    expect(code(play.feed('run.undo', { step: '1', ...by('U0GRACE', ['leads']) }))).toBe('undo-asked');
    const started = begun(play);
    expect(started).toMatchObject({ incident: 42, requester: 'grace', undoes: { run: 7, step: '1' } });
    const second = Play.started(started.runbook, started);
    expect(second.work('step.plan').payload).toMatchObject({ kind: 'kubernetes.scale', params: UNDO.params });
    expect(second.state).toMatchObject({ lock: 'deployment/prod/api', startedBy: 'grace', undoes: { run: 7 } });
    second.plan('1');
    expect(code(second.approve('1', 'grace'))).toBe('refused.self-approval');
    expect(code(second.approve('1', 'ada'))).toBe('approved');
    second.settle('1', { output: {} });
    expect(second.timer('run.undo-ended').data).toEqual({ step: '1', done: true });
  });

  it('happens once, unless it came to nothing', () => {
    const play = done();
    play.feed('run.undo', { step: '1', ...by('grace') });
    expect(code(play.feed('run.undo', { step: '1', ...by('linus') }))).toBe('refused.undone');
    play.feed('run.undo-ended', { step: '1', done: false });
    expect(code(play.feed('run.undo', { step: '1', ...by('linus') }))).toBe('undo-asked');
    play.feed('run.undo-ended', { step: '1', done: true });
    const made = play.feed('run.undo', { step: '1', ...by('linus') });
    expect(code(made)).toBe('refused.undone');
    expect(words(made)).toContain('U0LINUS');
  });

  it('renders nothing of what was captured a second time', () => {
    const play = executing();
    const hostile = { ...UNDO, params: { ...UNDO.params, deployment: '${{ inputs.namespace }}' } };
    play.settle('1', { output: {}, undo: hostile });
    play.feed('run.undo', { step: '1', ...by('grace') });
    const started = begun(play);
    const second = Play.started(started.runbook, started);
    // Taken literally, it is not the name of a deployment.
    expect(second.state.failure).toContain('must be the name of a deployment');
  });

  it('waits for the end of the run, needs the right, and something to undo', () => {
    const running = executing(SCALE + QUERY);
    running.settle('1', { output: {}, undo: UNDO });
    expect(code(running.feed('run.undo', { step: '1', ...by('grace') }))).toBe('refused.running');
    const play = done();
    expect(code(play.feed('run.undo', { step: '1', ...by('eve', ['responders']) }))).toBe('refused.not-permitted');
    expect(code(play.feed('run.undo', { step: '9', ...by('grace') }))).toBe('refused.no-undo');
  });
});

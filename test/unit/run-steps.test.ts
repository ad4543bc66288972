/** The walk through a runbook: order, conditions, parallel branches, watching, choices, the end. */
import { code, Play, runbookOf, words } from './run-play.ts';

const QUERY = (q = 'up') => `  - prometheus.query: '${q}'\n`;

describe('a run of reading steps', () => {
  it('begins by telling the incident and reading the first step, in the lane of the run', () => {
    const play = Play.started(runbookOf(QUERY() + QUERY('down')));
    expect(play.types()).toEqual(['run.started', 'step.reading']);
    expect(play.work('step.read')).toMatchObject({
      lane: 'run/7',
      key: 'run/7/1/read/1',
      class: 'read',
      payload: { run: 7, step: '1', attempt: 1, kind: 'prometheus.query', params: { query: 'up' }, timeout: 30_000 },
    });
    expect(play.timer('run.began').data).toEqual({
      run: 7,
      runbook: 'architect/test',
      name: 'Test',
      severity: 'p1',
    });
    expect(play.work('chat.run')).toMatchObject({ lane: 'run/7/chat', priority: 2, payload: { run: 7 } });
    expect(play.state.startedBy).toBe('ada');
  });

  it('goes on when a step settles, and ends when the last one did', () => {
    const play = Play.started(runbookOf(QUERY() + QUERY('down')));
    play.settle('1', { output: { value: 1 }, lines: ['value 1'] });
    expect(play.work('step.read').payload).toMatchObject({ step: '2' });
    play.settle('2', { output: { value: 2 } });
    expect(play.state.status).toBe('done');
    expect(play.timer('run.moved').data).toEqual({ run: 7, status: 'done', line: 'Test is done' });
  });

  it('ignores what settles for an older attempt, or after the end', () => {
    const play = Play.started(runbookOf(QUERY()));
    expect(play.feed('step.settled', { step: '1', attempt: 0, output: { value: 1 } })).toEqual({ events: [] });
    play.settle('1', { output: { value: 1 } });
    expect(play.settle('1', { output: { value: 2 } })).toEqual({ events: [] });
    expect(play.state.steps['1']?.output).toEqual({ value: 1 });
  });

  it('gives later steps the outputs, inputs and facts of earlier ones, with their types', () => {
    const book = runbookOf(
      '  - id: first\n    prometheus.query: \'up\'\n  - kubernetes.events: { namespace: "${{ inputs.ns }}", last: "${{ steps.first.value + 1 }}" }\n',
    );
    const play = Play.started(book, { inputs: { ns: 'staging' } });
    play.settle('1', { output: { value: 4 } });
    expect(play.work('step.read').payload).toMatchObject({ params: { namespace: 'staging', last: 5 } });
  });

  it('fails clearly when an expression reads what is not there', () => {
    const book = runbookOf(
      '  - id: first\n    prometheus.query: \'up\'\n  - kubernetes.events: { namespace: prod, last: "${{ steps.first.value }}" }\n',
    );
    const play = Play.started(book);
    play.settle('1', { output: { series: [], note: 'the query gave no series' } });
    expect(play.state.status).toBe('failed');
    expect(play.state.steps['2']).toMatchObject({ status: 'failed', failure: expect.stringContaining('value') });
  });

  it('refuses parameters that do not fit once they are known', () => {
    const book = runbookOf('  - kubernetes.events: { namespace: prod, last: "${{ inputs.n }}" }\n');
    const play = Play.started(book, { inputs: { n: '100000' } });
    expect(play.state.failure).toContain('must be 100 or less');
  });

  it('fails a run whose inputs do not fit, and says which', () => {
    const play = Play.started(runbookOf(QUERY()), { inputs: { n: 'many', zzz: '1' } });
    expect(play.state.status).toBe('failed');
    expect(play.state.failure).toMatch(/no input zzz.*n must be a whole number/);
    expect(play.effectsOf('step.read')).toEqual([]);
  });

  it.each([
    ['false', 'skipped'],
    ['inputs.n == 15', 'running'],
    ['inputs.n', 'failed'],
    ['steps.nothing.value > 1', 'failed'],
  ])('with `if: %s` the step is %s', (condition, status) => {
    const book = runbookOf(QUERY());
    const [step] = book.steps;
    const play = Play.started({ ...book, steps: [{ ...step!, if: condition }] });
    expect(play.state.steps['1']?.status).toBe(status);
  });
});

describe('expect', () => {
  const book = runbookOf(`${QUERY()}    expect: "value < 0.5"\n`);

  it('passes on true', () => {
    const play = Play.started(book);
    play.settle('1', { output: { value: 0.1 } });
    expect(play.state.status).toBe('done');
  });

  it('fails on false, with what was found', () => {
    const play = Play.started(book);
    play.settle('1', { output: { value: 0.7 } });
    expect(play.state.failure).toBe('prometheus.query: expected `value < 0.5`, but value is 0.7');
  });

  it('fails, never passes, when there is no value, and says why there is none', () => {
    const play = Play.started(book);
    play.settle('1', { output: { series: [], note: 'the query gave NaN (0/0: was there no traffic?)' } });
    expect(play.state.failure).toMatch(/cannot be decided.*NaN/);
  });

  it('of http.check is its own parameter; without one the usual answers will do', () => {
    const one = Play.started(runbookOf('  - http.check: { url: "https://x.example/", expect: "status == 204" }\n'));
    one.settle('1', { output: { status: 200, ms: 1, body: '' } });
    expect(one.state.failure).toContain('expected `status == 204`, but status is 200');
    const two = Play.started(runbookOf('  - http.check: https://x.example/\n'));
    two.settle('1', { output: { status: 503, ms: 1, body: '' } });
    expect(two.state.status).toBe('failed');
  });
});

describe('until', () => {
  const book = runbookOf(`${QUERY()}    expect: "value == 1"\n    until: { passes: 2, every: 10s, within: 60s }\n`);
  const look = (play: Play, value: number) => {
    const due = play.timer('step.look');
    play.now = due.dueAt ?? 0;
    play.feed('step.look', due.data as { step: string; attempt: number });
    play.settle('1', { output: { value } });
  };

  it('wants its passes in a row', () => {
    const play = Play.started(book);
    play.settle('1', { output: { value: 1 } });
    expect(play.state.steps['1']).toMatchObject({ status: 'watching', passes: 1, attempt: 2 });
    expect(play.timer('step.look').dueAt).toBe(play.now + 10_000);
    look(play, 0);
    expect(play.state.steps['1']).toMatchObject({ status: 'watching', passes: 0 });
    look(play, 1);
    look(play, 1);
    expect(play.state.status).toBe('done');
    expect(new Set(play.effectsOf('step.read').map((e) => e.key)).size).toBe(4);
  });

  it('gives up after its time, with what it saw last', () => {
    const play = Play.started(book);
    play.settle('1', { output: { value: 0 } });
    for (let n = 0; n < 6 && play.state.status === 'running'; n++) look(play, 0);
    expect(play.state.failure).toBe('prometheus.query: not reached within 1m: expected `value == 1`, but value is 0');
  });

  it('counts a look that could not be made as not passed, and one that never can be as failed', () => {
    const play = Play.started(book);
    play.settle('1', { failure: 'Prometheus does not answer' });
    expect(play.state.steps['1']?.status).toBe('watching');
    const two = Play.started(book);
    two.settle('1', { failure: 'parse error', final: true });
    expect(two.state.failure).toContain('parse error');
  });
});

describe('a kind that waits', () => {
  const book = runbookOf('  - kubernetes.rolloutStatus: { namespace: prod, deployment: api }\n    timeout: 20s\n');

  it('is looked at every three seconds until it is decided', () => {
    const play = Play.started(book);
    play.settle('1', { output: { done: false, stuck: false, text: '3 of 10 updated' }, lines: ['3 of 10 updated'] });
    expect(play.timer('step.look').dueAt).toBe(play.now + 3_000);
    play.now += 3_000;
    play.feed('step.look', play.timer('step.look').data as { step: string; attempt: number });
    play.settle('1', { output: { done: true, stuck: false, text: 'rolled out' } });
    expect(play.state.status).toBe('done');
  });

  it('fails when it is stuck, and when its time is up', () => {
    const stuck = Play.started(book);
    stuck.settle('1', { output: { done: false, stuck: true, text: 'does not progress' } });
    expect(stuck.state.failure).toContain('does not progress');
    const slow = Play.started(book);
    slow.now += 18_000;
    slow.settle('1', { output: { done: false, stuck: false, text: '3 of 10' }, lines: ['3 of 10'] });
    expect(slow.state.failure).toContain('not reached within 20s: 3 of 10');
  });
});

describe('parallel', () => {
  const book = runbookOf(
    "  - parallel:\n      - id: a\n        prometheus.query: 'a'\n      - prometheus.query: 'b'\n  - prometheus.query: 'c'\n",
  );

  it('starts all branches together, each in a lane of its own, and waits for all', () => {
    const play = Play.started(book);
    expect(play.effectsOf('step.read').map((e) => e.lane)).toEqual(['run/7/1.parallel.1', 'run/7/1.parallel.2']);
    play.settle('1.parallel.2', { output: { value: 2 } });
    expect(play.effectsOf('step.read')).toHaveLength(2);
    play.settle('1.parallel.1', { output: { value: 1 } });
    expect(play.work('step.read').payload).toMatchObject({ step: '2' });
  });

  it('goes on without a branch that only wanted to know something', () => {
    const play = Play.started(book);
    play.settle('1.parallel.1', { failure: 'no pods', final: true });
    play.settle('1.parallel.2', { output: { value: 1 } });
    expect(play.state.steps['1.parallel.1']?.status).toBe('failed');
    expect(play.work('step.read').payload).toMatchObject({ step: '2' });
  });

  it('fails with a branch that expected something, after the others are through', () => {
    const expecting = runbookOf(
      "  - parallel:\n      - prometheus.query: 'a'\n        expect: value > 1\n      - prometheus.query: 'b'\n",
    );
    const play = Play.started(expecting);
    play.settle('1.parallel.1', { output: { value: 0 } });
    expect(play.state.status).toBe('running');
    play.settle('1.parallel.2', { output: { value: 0 } });
    expect(play.state.status).toBe('failed');
  });
});

describe('a choice', () => {
  const book = runbookOf(
    "  - id: q\n    prometheus.query: 'a'\n  - ask.choice: What now?\n    facts:\n      - \"value ${{ steps.q.value }}\"\n    options:\n      Look: [{ prometheus.query: 'x' }]\n      Wait: [{ prometheus.query: 'y' }]\n  - prometheus.query: 'z'\n",
  );
  const asked = (output: object = { value: 3 }) => {
    const play = Play.started(book);
    play.settle('1', { output });
    return play;
  };
  const by = (person: string, groups = ['sre']) => ({ person, groups });

  it('is asked with its facts, and the run waits', () => {
    const play = asked();
    expect(play.state.status).toBe('waiting');
    expect(play.state.steps['2']).toMatchObject({ status: 'asking', lines: ['value 3'] });
    expect(play.timer('run.moved').data).toEqual({ run: 7, status: 'waiting' });
  });

  it('is asked even when a fact is not known', () => {
    const play = asked({ note: 'none' });
    expect(play.state.steps['2']?.lines?.[0]).toContain('not known');
  });

  it('belongs to the first who chooses; later ones are told who it was', () => {
    const play = asked();
    expect(code(play.feed('choice.made', { step: '2', option: 'Wait', ...by('U0GRACE') }))).toBe('chosen');
    expect(play.work('step.read').payload).toMatchObject({ step: '2.options.Wait.1' });
    const late = play.feed('choice.made', { step: '2', option: 'Look', ...by('linus') });
    expect(code(late)).toBe('refused.chosen');
    expect(words(late)).toContain('U0GRACE was first and chose “Wait”');
    expect(play.types().at(-1)).toBe('click.refused');
  });

  it('runs the chosen option, then what follows', () => {
    const play = asked();
    play.feed('choice.made', { step: '2', option: 'Look', ...by('grace') });
    play.settle('2.options.Look.1', { output: { value: 1 } });
    expect(play.state.steps['2']).toMatchObject({ status: 'done', output: { choice: 'Look' } });
    play.settle('3', { output: { value: 1 } });
    expect(play.state.status).toBe('done');
    expect(play.state.steps['2.options.Wait.1']).toBeUndefined();
  });

  it('is not for everybody, and knows its options', () => {
    const play = asked();
    expect(code(play.feed('choice.made', { step: '2', option: 'Look', ...by('eve', []) }))).toBe(
      'refused.not-permitted',
    );
    expect(code(play.feed('choice.made', { step: '2', option: 'Dance', ...by('grace') }))).toBe(
      'refused.no-such-option',
    );
    expect(play.state.steps['2']?.status).toBe('asking');
  });
});

/** Steps that a person does or answers, and steps that our own loop carries. */
import { incidentAggregate } from '../../src/domain/incident/decide.ts';
import { plain } from '../../src/lib/text.ts';
import { catalog, code, PERSON, Play, runbookOf, words } from './run-play.ts';

const may = { person: PERSON.grace, groups: ['responders'] };
const says = (play: Play) =>
  play
    .effectsOf('input')
    .map((e) => e.payload as { type: string; data: { text: Parameters<typeof plain>[0] } })
    .filter((p) => p.type === 'run.says')
    .map((p) => plain(p.data.text));

describe('manual.task', () => {
  const TASK = `- manual.task: { instruction: Rotate the keys, assignee: "role:security-lead", evidence: required }\n  id: keys\n- note: "by \${{ steps.keys.by }}: \${{ steps.keys.text }}"\n`;

  test('is asked of whoever holds the role, and what was done is what later steps read', () => {
    const play = Play.started(runbookOf(TASK));
    expect(play.state).toMatchObject({ status: 'waiting', steps: { 1: { status: 'asking' } } });
    expect(says(play)).toEqual(['@U0SECLEAD, R-7 waits for a person: manual.task.']);
    const answer = play.feed('step.answered', { step: '1', answer: 'done', text: 'KEY-12 is revoked', ...may });
    expect(code(answer)).toBe('answered');
    expect(play.state).toMatchObject({
      status: 'done',
      steps: {
        1: { status: 'done', lines: ['grace: Done · KEY-12 is revoked'] },
        2: { lines: ['by grace: KEY-12 is revoked'] },
      },
    });
    expect(play.refold()).toEqual(play.state);
  });

  test('what must be written is asked for; a stranger is told who may; the first answer counts', () => {
    const play = Play.started(runbookOf(TASK));
    expect(words(play.feed('step.answered', { step: '1', answer: 'done', text: ' ', ...may }))).toMatch(
      /needs words with it/,
    );
    expect(words(play.feed('step.answered', { step: '1', answer: 'finished', ...may }))).toMatch(
      /one of: done, skip, cannot/,
    );
    const stranger = { person: 'U0VIEWER', groups: [] };
    expect(words(play.feed('step.answered', { step: '1', answer: 'done', text: 'x', ...stranger }))).toMatch(
      /Members of .* may/,
    );
    expect(play.state.steps[1]?.status).toBe('asking');
    play.feed('step.answered', { step: '1', answer: 'done', text: 'KEY-12', ...may });
    expect(code(play.feed('step.answered', { step: '1', answer: 'skip', text: 'x', ...may }))).toBe(
      'refused.not-asked',
    );
  });

  test('left out with a reason the run goes on, and what reads it fails; what cannot be done fails', () => {
    const skipped = Play.started(runbookOf(TASK));
    skipped.feed('step.answered', { step: '1', answer: 'skip', text: 'rotated yesterday', ...may });
    expect(skipped.state.steps[1]).toMatchObject({ status: 'skipped', failure: 'rotated yesterday' });
    expect(skipped.state).toMatchObject({ status: 'failed' });
    const cannot = Play.started(runbookOf(TASK));
    cannot.feed('step.answered', { step: '1', answer: 'cannot', text: 'no access', ...may });
    expect(cannot.state).toMatchObject({ status: 'failed', failure: 'manual.task: grace: no access' });
  });

  test('an incident that ends takes its question along', () => {
    const play = Play.started(runbookOf(TASK));
    play.feed('run.incident-ended', { reason: 'INC-42 was resolved' });
    expect(play.state).toMatchObject({ status: 'aborted', steps: { 1: { status: 'aborted' } } });
  });
});

describe('manual.checklist', () => {
  const LIST =
    '- manual.checklist: { items: [Disk space, Error logs], evidence: none }\n  id: list\n- note: "${{ steps.list.done }} done"\n';

  test('each item has who did it; it is done when the last one is', () => {
    const play = Play.started(runbookOf(LIST));
    const answer = (item: number, id: string, text?: string) =>
      play.feed('step.answered', { step: '1', item, answer: id, ...(text ? { text } : {}), ...may });
    answer(1, 'done');
    expect(play.state.steps[1]).toMatchObject({ status: 'asking', answers: { 1: { answer: 'done', by: 'grace' } } });
    expect(words(answer(1, 'skip', 'again'))).toMatch(/answered that already/);
    expect(words(answer(7, 'done'))).toMatch(/no such item/);
    answer(0, 'skip', 'the disk is new');
    expect(play.state.steps[1]).toMatchObject({
      status: 'done',
      output: {
        done: 1,
        items: [
          { item: 'Disk space', answer: 'skip', by: 'grace' },
          { item: 'Error logs', answer: 'done' },
        ],
      },
    });
    expect(play.state.status).toBe('done');
  });

  test('one that cannot be done fails it, with every reason', () => {
    const play = Play.started(runbookOf(LIST));
    play.feed('step.answered', { step: '1', item: 0, answer: 'cannot', text: 'no shell', ...may });
    play.feed('step.answered', { step: '1', item: 1, answer: 'done', ...may });
    expect(play.state.failure).toBe('manual.checklist: Disk space: no shell');
  });
});

test('ask.text takes only what looks like it', () => {
  const play = Play.started(
    runbookOf(
      '- ask.text: { question: Which commit?, pattern: "[0-9a-f]{7,40}" }\n  id: commit\n- note: "to ${{ steps.commit.text }}"\n',
    ),
  );
  const answer = (text: string) => play.feed('step.answered', { step: '1', answer: 'answer', text, ...may });
  expect(words(answer('HEAD; rm -rf'))).toMatch(/does not fit/);
  answer('deadbeef');
  expect(play.state.steps[2]?.lines).toEqual(['to deadbeef']);
});

test('ask.approval is a gate with the rules of every approval', () => {
  const play = Play.started(runbookOf('- ask.approval: May the writers be stopped?\n- note: yes\n'));
  expect(play.work('step.plan').payload).toMatchObject({
    kind: 'ask.approval',
    params: { question: 'May the writers be stopped?' },
  });
  play.plan('1', { summary: 'May the writers be stopped?' });
  expect(code(play.approve('1', PERSON.ada))).toMatch(/^refused/);
  play.approve('1', PERSON.linus);
  play.settle('1', { output: { question: 'May the writers be stopped?' } });
  expect(play.state.status).toBe('done');
});

test('wait waits by the database’s clock', () => {
  const play = Play.started(runbookOf('- wait: 2m\n- note: on we go\n'));
  const timer = play.timer('step.look');
  expect(timer.dueAt).toBe(play.now + 120_000);
  expect(play.state).toMatchObject({
    status: 'running',
    steps: { 1: { status: 'watching', until: play.now + 120_000 } },
  });
  play.now += 120_000;
  play.feed('step.look', timer.data as { step: string; attempt: number });
  expect(play.state.status).toBe('done');
});

describe('incident.*', () => {
  const STEPS = '- incident.severity: { severity: p1, reason: data is lost }\n- note: after\n';

  test('says it with the rights of the file, and waits for the answer', () => {
    const play = Play.started(runbookOf(STEPS));
    const sent = play.timer('incident.severity');
    expect(sent.data).toMatchObject({
      severity: 'p1',
      reason: 'data is lost',
      by: 'U0ADA',
      reply: { run: 7, step: '1', attempt: 1 },
    });
    expect(sent.data.groups).toEqual(catalog.permissions.severity);
    expect(play.state.steps[1]?.status).toBe('running');
    play.settle('1', { output: { incident: 42, code: 'severity', text: 'It is P1 now.' }, lines: ['It is P1 now.'] });
    expect(play.state.status).toBe('done');
  });

  test('the incident answers the run, also when it refuses', () => {
    const context = { now: Date.UTC(2026, 0, 5), self: { kind: 'incident', id: 42 }, catalog };
    const reply = { run: 7, step: '1', attempt: 1 };
    const base = { to: context.self, key: 'k', actor: 'run', source: 'worker' } as const;
    const by = { by: 'U0ADA', groups: ['sre', 'responders'] };
    const declared = incidentAggregate.decide(
      undefined,
      {
        ...base,
        to: { kind: 'incident', id: 'new' },
        type: 'incident.declare',
        data: { severity: 'p2', title: 'x', ...by },
      },
      context,
    );
    if ('refused' in declared) throw new Error(plain(declared.refused.text));
    let state: Parameters<typeof incidentAggregate.evolve>[0];
    for (const e of declared.events) {
      state = incidentAggregate.evolve(state, e, { seq: 1, at: context.now, actor: 'a', source: 'cli', request: 'r' });
    }
    const answer = (severity: string) => {
      const data = { severity, ...by, reply };
      const decided = incidentAggregate.decide(state, { ...base, type: 'incident.severity', data }, context);
      if ('refused' in decided) throw new Error('a refusal cannot carry the reply');
      return decided.effects?.find((e) => e.lane === 'incident/42/reply/7')?.payload as { data: object } | undefined;
    };
    expect(answer('p1')?.data).toMatchObject({ ...{ step: '1', attempt: 1 }, output: { incident: 42 } });
    expect(answer('p9')?.data).toMatchObject({ failure: expect.stringContaining('p9') });
  });
});

describe('runbook.run', () => {
  const OUTER = '- runbook.run: architect/api-completely-down\n- note: after\n';

  test('begins a run of its own and waits for its end', () => {
    const play = Play.started(runbookOf(OUTER));
    const begun = play.timer('run.start').data as { within: object; runbook: { id: string } };
    expect(begun).toMatchObject({
      within: { run: 7, step: '1', attempt: 1, depth: 1 },
      runbook: { id: 'architect/api-completely-down' },
    });
    play.feed('step.began', { step: '1', attempt: 1, run: 8 });
    play.settle('1', { output: { run: 8, status: 'done' }, lines: ['R-8 is done'] });
    expect(play.state.status).toBe('done');
  });

  test('the inner one tells that it began and how it ended', () => {
    const inner = Play.started(runbookOf('- note: hello\n'), { within: { run: 3, step: '2', attempt: 1, depth: 1 } });
    const sent = inner.effectsOf('input').map((e) => e.payload as { type: string; to: object; data: object });
    expect(sent).toContainEqual(expect.objectContaining({ type: 'step.began', to: { kind: 'run', id: 3 } }));
    expect(sent).toContainEqual(
      expect.objectContaining({
        type: 'step.settled',
        data: expect.objectContaining({ output: { run: 7, status: 'done' } }),
      }),
    );
  });

  test('whoever stops the outer one stops the inner one, also when it began too late to be known', () => {
    const play = Play.started(runbookOf(OUTER));
    play.feed('step.began', { step: '1', attempt: 1, run: 8 });
    play.feed('run.abort', { reason: 'wrong', person: PERSON.mona, groups: ['leads'] });
    const stops = () =>
      play
        .effectsOf('input')
        .map((e) => e.payload as { type: string; to: object })
        .filter((p) => p.type === 'run.stop');
    expect(stops().map((s) => s.to)).toEqual([{ kind: 'run', id: 8 }]);
    const late = Play.started(runbookOf(OUTER));
    late.feed('run.abort', { reason: 'wrong', person: PERSON.mona, groups: ['leads'] });
    late.feed('step.began', { step: '1', attempt: 1, run: 9 });
    expect(late.timer('run.stop').data).toMatchObject({ reason: 'R-7 does not wait for it any more' });
    const inner = Play.started(runbookOf('- wait: 1m\n'), { within: { run: 3, step: '2', attempt: 1, depth: 1 } });
    inner.feed('run.stop', { reason: 'R-3 was stopped: wrong' });
    expect(inner.state).toMatchObject({ status: 'aborted', failure: 'R-3 was stopped: wrong' });
  });

  test('runbooks do not begin each other for ever; what the outer one holds the inner one may change', () => {
    const deep = Play.started(runbookOf(OUTER), { within: { run: 3, step: '2', attempt: 1, depth: 3 } });
    expect(deep.state.failure).toMatch(/3 deep at most/);
    const scale = '- kubernetes.scale: { namespace: prod, deployment: api, replicas: 3 }\n';
    const inner = Play.started(runbookOf(scale), { within: { run: 3, step: '2', attempt: 1, depth: 1 } }, 3);
    expect(inner.state.steps[1]?.status).toBe('planning');
    const other = Play.started(runbookOf(scale), { within: { run: 3, step: '2', attempt: 1, depth: 1 } }, 4);
    expect(other.state.steps[1]).toMatchObject({ status: 'waiting', lockedBy: 4 });
  });
});

/** Plans and approvals: who may say yes, to what, until when; and that exactly that, once, is what follows. */
import { code, Play, runbookOf, words } from './run-play.ts';

const SCALE = '  - kubernetes.scale: { namespace: prod, deployment: api, replicas: "${{ inputs.n }}" }\n';
const gate = (text: string) => `    approval: ${text}\n`;

function asking(steps = SCALE, head = ''): Play {
  const play = Play.started(runbookOf(steps, head));
  play.plan('1');
  return play;
}

const executed = (play: Play) => play.effectsOf('step.execute').length;

describe('a step that changes something', () => {
  it('takes the lock of its target and is planned, by reading', () => {
    const play = Play.started(runbookOf(SCALE));
    expect(play.types()).toEqual(['run.started', 'lock.taken', 'step.planning']);
    expect(play.state.lock).toBe('deployment/prod/api');
    expect(play.work('step.plan')).toMatchObject({
      lane: 'run/7',
      class: 'read',
      payload: { step: '1', attempt: 1, kind: 'kubernetes.scale', params: { replicas: 15 }, requester: 'ada' },
    });
  });

  it('asks for approval of exactly that plan, with the gate of the step over the default one', () => {
    const play = asking(SCALE + gate('{ min: 2, expires: 5m }'));
    const approval = play.approval('1');
    expect(approval).toMatchObject({
      id: `7.${approval.digest.slice(0, 16)}`,
      status: 'pending',
      policy: { from: ['sre'], min: 2, requester: false, expires: 300_000 },
      expiresAt: play.now + 300_000,
    });
    expect(play.timer('approval.expire')).toMatchObject({ dueAt: play.now + 300_000, data: { step: '1' } });
    expect(play.work('chat.approval').payload).toEqual({ run: 7, step: '1', digest: approval.digest });
    expect(play.state.status).toBe('waiting');
    expect(executed(play)).toBe(0);
  });

  it('is carried out once enough people agreed: the approved bytes, once', () => {
    const play = asking();
    const { plan, digest } = play.approval('1');
    expect(code(play.approve('1', 'U0GRACE'))).toBe('approved');
    expect(play.work('step.execute')).toMatchObject({
      key: 'run/7/1/execute/1',
      class: 'keyed',
      payload: { step: '1', attempt: 1, plan, digest, kind: 'kubernetes.scale' },
    });
    expect(play.approval('1').status).toBe('used');
    expect(play.cancelled).toContain('run/7/1/expire/1');
    expect(code(play.approve('1', 'linus'))).toBe('refused.approved');
    expect(executed(play)).toBe(1);
    play.settle('1', { output: { replicas: 15 }, undo: { kind: 'kubernetes.scale', params: {}, summary: 'back' } });
    expect(play.state.status).toBe('done');
    expect(play.state.lock).toBeUndefined();
  });

  it('waits for two different people; two accounts of one person are one', () => {
    const play = asking(SCALE + gate('{ min: 2 }'));
    expect(words(play.approve('1', 'U0GRACE'))).toContain('Approved by 1 of 2');
    expect(code(play.approve('1', 'grace'))).toBe('refused.twice');
    expect(executed(play)).toBe(0);
    expect(code(play.approve('1', 'slack:U0LINUS'))).toBe('approved');
    expect(executed(play)).toBe(1);
  });
});

describe('a gate of two different groups', () => {
  const strict = (): Play => {
    const play = new Play();
    const { gates } = play.catalog.changes;
    play.catalog = { ...play.catalog, changes: { ...play.catalog.changes, gates: { ...gates, medium: gates.high } } };
    play.start(runbookOf(SCALE));
    play.plan('1');
    return play;
  };

  it('two of one group are not enough; the next yes has to come from the other', () => {
    const play = strict();
    expect(words(play.approve('1', 'grace', ['sre']))).toContain('1 more of leads must agree');
    const second = play.approve('1', 'linus', ['sre']);
    expect(code(second)).toBe('refused.group-spoke');
    expect(words(second)).toContain('Still wanted: leads');
    expect(executed(play)).toBe(0);
    expect(code(play.approve('1', 'mona', ['leads']))).toBe('approved');
    expect(executed(play)).toBe(1);
  });

  it('somebody of both stands for the one that is missing', () => {
    const play = strict();
    play.approve('1', 'mona', ['sre', 'leads']);
    expect(code(play.approve('1', 'grace', ['sre']))).toBe('approved');
  });
});

describe('a plan that reaches far', () => {
  it('meets the gate of its rule, with the reason', () => {
    const play = Play.started(runbookOf(SCALE));
    expect(play.plan('1', { radius: { replicas: 10, replicasAfter: 0 } }).policy).toMatchObject({
      from: ['sre', 'leads'],
      min: 2,
      distinct: true,
      because: ['no replica would be left'],
    });
    const usual = Play.started(runbookOf(SCALE));
    expect(usual.plan('1', { radius: { replicas: 10, replicasAfter: 15 } }).policy).toEqual(
      usual.catalog.changes.gates.medium,
    );
  });
});

describe('who may not approve', () => {
  it.each(['ada', 'U0ADA', 'slack:U0ADA', 'pagerduty:PADA001'])('the requester, as %s', (person) => {
    const play = asking();
    const made = play.approve('1', person);
    expect(code(made)).toBe('refused.self-approval');
    expect(words(made)).toContain('member of sre');
    expect(play.timeline.at(-1)?.event).toMatchObject({ type: 'click.refused', person: 'ada', code: 'self-approval' });
    expect(executed(play)).toBe(0);
  });

  it('the requester may where the policy says so, and a runbook cannot say so by itself', () => {
    const play = asking(SCALE + gate('{ requester: true }'));
    expect(code(play.approve('1', 'ada'))).toBe('refused.self-approval');
    const lax = new Play();
    const { gates } = lax.catalog.changes;
    const medium = { ...gates.medium, requester: true };
    lax.catalog = { ...lax.catalog, changes: { ...lax.catalog.changes, gates: { ...gates, medium } } };
    lax.start(runbookOf(SCALE));
    lax.plan('1');
    expect(code(lax.approve('1', 'ada'))).toBe('approved');
  });

  it('who chose the option', () => {
    const play = Play.started(
      runbookOf(`  - ask.choice: How?\n    options:\n      Scale:\n  ${SCALE.replace('  -', '      -')}`),
    );
    play.feed('choice.made', { step: '1', option: 'Scale', person: 'U0GRACE', groups: ['sre'] });
    const path = '1.options.Scale.1';
    play.plan(path);
    expect(play.work('step.plan').payload).toMatchObject({ requester: 'grace' });
    expect(code(play.approve(path, 'grace'))).toBe('refused.self-approval');
    expect(code(play.approve(path, 'ada'))).toBe('refused.self-approval');
    expect(code(play.approve(path, 'linus'))).toBe('approved');
  });

  it('who is in none of the groups at the click', () => {
    const play = asking();
    expect(code(play.approve('1', 'linus', ['responders']))).toBe('refused.not-permitted');
    expect(code(play.approve('1', 'linus', []))).toBe('refused.not-permitted');
    expect(play.approval('1').by).toEqual([]);
  });
});

describe('what may not be approved', () => {
  const click = (play: Play, approval: string, card?: { channel: string; ts: string }) =>
    play.feed('approval.approve', { approval, person: 'grace', groups: ['sre'], ...(card ? { card } : {}) });

  it('an approval of another run, or one that never was', () => {
    const play = asking();
    expect(code(click(play, `8.${'0'.repeat(16)}`))).toBe('refused.other-run');
    expect(code(click(play, `7.${'0'.repeat(16)}`))).toBe('refused.unknown-approval');
    expect(executed(play)).toBe(0);
  });

  it('a copy of its card', () => {
    const play = asking();
    const { id, digest } = play.approval('1');
    play.feed('approval.carded', { step: '1', digest, channel: 'C1', ts: '1.1' });
    expect(code(click(play, id, { channel: 'C2', ts: '1.1' }))).toBe('refused.copy');
    expect(code(click(play, id, { channel: 'C1', ts: '9.9' }))).toBe('refused.copy');
    expect(executed(play)).toBe(0);
    expect(code(click(play, id, { channel: 'C1', ts: '1.1' }))).toBe('approved');
  });

  it('what lapsed, even before the timer said so; it may be planned again', () => {
    const play = asking();
    const { id, expiresAt, digest } = play.approval('1');
    play.now = expiresAt;
    const made = click(play, id);
    expect(code(made)).toBe('refused.expired');
    expect('refused' in made && made.refused.offers).toEqual([
      { action: 'step.replan', value: '7:1', label: 'Plan again' },
    ]);
    play.feed('approval.expire', { step: '1', digest });
    expect(play.approval('1').status).toBe('expired');
    expect(play.state).toMatchObject({ status: 'waiting' });
    expect(code(click(play, id))).toBe('refused.expired');

    expect(code(play.feed('step.replan', { step: '1', person: 'grace', groups: ['sre'] }))).toBe('planning');
    const again = play.plan('1');
    expect(again.digest).not.toBe(digest);
    expect(words(click(play, id))).toContain('The plan changed');
    expect(code(click(play, again.id))).toBe('approved');
    expect(executed(play)).toBe(1);
  });

  const lapse = (play: Play) => {
    const { digest, expiresAt } = play.approval('1');
    play.now = expiresAt;
    return play.feed('approval.expire', { step: '1', digest });
  };

  it('what lapsed ends the run where its gate says so', () => {
    const play = asking(SCALE + gate('{ onExpire: abort }'));
    lapse(play);
    expect(play.state).toMatchObject({
      status: 'aborted',
      failure: expect.stringContaining('nobody approved it in time'),
    });
    expect(play.state.lock).toBeUndefined();
    expect(executed(play)).toBe(0);
  });

  it('what lapsed is planned and asked anew where its gate says so, three times, and then left to a person', () => {
    const play = asking(SCALE + gate('{ onExpire: replan }'));
    const ids = [play.approval('1').id];
    for (let n = 1; n <= 3; n++) {
      lapse(play);
      expect(play.state.steps['1']).toMatchObject({ status: 'planning', attempt: n + 1 });
      ids.push(play.plan('1').id);
    }
    expect(new Set(ids).size).toBe(4);
    expect(code(click(play, ids[0] ?? ''))).toBe('refused.expired');
    lapse(play);
    expect(play.state).toMatchObject({ status: 'waiting', steps: { '1': { status: 'approving', attempt: 4 } } });
    expect(play.approval('1').status).toBe('expired');
    expect(executed(play)).toBe(0);
  });

  it('an expiry that comes late changes nothing that was decided', () => {
    const play = asking();
    const { digest } = play.approval('1');
    play.approve('1', 'grace');
    expect(play.feed('approval.expire', { step: '1', digest })).toEqual({ events: [] });
  });
});

describe('when the world moved', () => {
  const drift = (play: Play) =>
    play.feed('step.drifted', {
      step: '1',
      attempt: play.state.steps['1']?.attempt ?? 0,
      moved: ['replicas: 10 → 14'],
    });

  it('the approval is void and a new plan is made, that needs its own', () => {
    const play = asking();
    const old = play.approval('1');
    play.approve('1', 'grace');
    drift(play);
    expect(play.state.steps['1']).toMatchObject({ status: 'planning', attempt: 2, earlier: [{ status: 'void' }] });
    expect(play.work('chat.approval').payload).toMatchObject({ digest: old.digest });
    const again = play.plan('1');
    expect(again.status).toBe('pending');
    expect(executed(play)).toBe(1);
    expect(code(play.feed('approval.approve', { approval: old.id, person: 'linus', groups: ['sre'] }))).toBe(
      'refused.void',
    );
    play.approve('1', 'linus');
    expect(play.work('step.execute')).toMatchObject({ key: 'run/7/1/execute/2', payload: { digest: again.digest } });
  });

  it('three times is enough', () => {
    const play = asking();
    for (let n = 1; n <= 3; n++) {
      if (n > 1) play.plan('1');
      play.approve('1', 'grace');
      drift(play);
    }
    expect(play.state.status).toBe('failed');
    expect(play.state.failure).toContain('changed 3 times');
  });
});

describe('rejecting', () => {
  it('ends a run that had no choice', () => {
    const play = asking();
    const { id } = play.approval('1');
    expect(code(play.feed('approval.reject', { approval: id, person: 'mona', groups: [] }))).toBe(
      'refused.not-permitted',
    );
    play.feed('approval.reject', { approval: id, reason: 'not now', person: 'grace', groups: ['sre'] });
    expect(play.state).toMatchObject({ status: 'aborted', failure: expect.stringContaining('not now') });
    expect(play.approval('1')).toMatchObject({ status: 'rejected', rejectedBy: 'grace' });
    expect(code(play.approve('1', 'linus'))).toBe('refused.rejected');
    expect(executed(play)).toBe(0);
  });

  it('offers the choice again where there was one, and the same option can be planned anew', () => {
    const yaml = `  - ask.choice: How?\n    options:\n      Scale:\n        - kubernetes.scale: { namespace: prod, deployment: api, replicas: 3 }\n      Look: [{ prometheus.query: up }]\n`;
    const play = Play.started(runbookOf(yaml));
    const choose = (option: string) => play.feed('choice.made', { step: '1', option, person: 'ada', groups: ['sre'] });
    const path = '1.options.Scale.1';
    choose('Scale');
    const first = play.plan(path);
    play.feed('approval.reject', { approval: first.id, person: 'ada', groups: [] });
    expect(play.state.steps['1']).toMatchObject({ status: 'asking', failure: expect.stringContaining('rejected') });
    expect(play.state.steps['1']?.choice).toBeUndefined();
    expect(play.state.steps[path]).toMatchObject({ status: 'waiting', attempt: 1 });
    choose('Scale');
    const second = play.plan(path);
    expect(second.id).not.toBe(first.id);
    expect(new Set(play.effectsOf('step.plan').map((e) => e.key)).size).toBe(2);
    play.approve(path, 'grace');
    play.feed('step.settled', { step: path, attempt: 2, output: {} });
    expect(play.state.status).toBe('done');
  });

  it('a plan that makes no sense offers the choice again, too', () => {
    const yaml = `  - ask.choice: How?\n    options:\n      Back: [{ kubernetes.rolloutUndo: { namespace: prod, deployment: api } }]\n`;
    const play = Play.started(runbookOf(yaml));
    play.feed('choice.made', { step: '1', option: 'Back', person: 'ada', groups: ['sre'] });
    play.settle('1.options.Back.1', { failure: 'no earlier revision' });
    expect(play.state).toMatchObject({ status: 'waiting' });
    expect(play.state.steps['1']?.failure).toContain('no earlier revision');
  });
});

/** Section J of the failure catalogue, row by row, on the rules alone: what must not be carried out is not, and it is written down. */
import type { StepPorts } from '../../src/domain/runbook/step-kind.ts';
import type { Claimed, HandlerIo } from '../../src/engine/effect.ts';
import { stepPlan } from '../../src/outbound/step-plan.ts';
import { approvalCard } from '../../src/views/approval-card.ts';
import { code, Play, runbookOf } from './run-play.ts';

const SCALE = '  - kubernetes.scale: { namespace: prod, deployment: api, replicas: "${{ inputs.n }}" }\n';
const TWO = `${SCALE}    approval: { min: 2 }\n`;

function asking(steps = SCALE): Play {
  const play = Play.started(runbookOf(steps));
  play.plan('1', { requester: 'ada' });
  return play;
}

const executed = (play: Play) => play.effectsOf('step.execute').length;
const yes = (play: Play, approval: string, more: object = {}) =>
  play.feed('approval.approve', { approval, person: 'grace', groups: ['sre'], ...more });
const no = (play: Play, approval: string) =>
  play.feed('approval.reject', { approval, person: 'linus', groups: ['sre'] });
const lastRefusal = (play: Play) => play.timeline.findLast((t) => t.event.type === 'click.refused')?.event;

describe('AP-01 the requester approves', () => {
  it.each(['ada', 'U0ADA', 'slack:U0ADA', 'pagerduty:PADA001'])('as %s: refused, and written down', (person) => {
    const play = asking();
    expect(code(play.approve('1', person, ['sre', 'leads']))).toBe('refused.self-approval');
    expect(lastRefusal(play)).toMatchObject({ person: 'ada', code: 'self-approval' });
    expect(executed(play)).toBe(0);
  });
});

describe('AP-02 something changed after the yes', () => {
  /** As a worker plans it; this kind asks nothing of the outside. */
  const planned = async (more: object): Promise<string> => {
    const of = { run: 7, step: '1', attempt: 1, kind: 'ask.approval', timeout: 1_000, runbook: 'a', requester: 'ada' };
    const payload = { ...of, params: { question: 'May we?' }, offHours: false, ...more };
    const effect = { payload, key: 'run/7/1/plan/1', attempts: 1 } as unknown as Claimed;
    const io = { now: () => 0, signal: new AbortController().signal } as unknown as HandlerIo;
    const outcome = await stepPlan(
      () => ({}) as StepPorts,
      async () => [],
    ).run(effect, io);
    if (outcome.kind !== 'done' || !outcome.result) throw new Error(JSON.stringify(outcome));
    return (outcome.result.data as { digest: string }).digest;
  };

  it.each([
    ['the runbook’s file', { runbook: 'b' }],
    ['a parameter', { params: { question: 'May they?' } }],
    ['who asked', { requester: 'grace' }],
    ['the attempt', { attempt: 2 }],
    ['the step', { step: '2' }],
    ['the run', { run: 8 }],
    ['working hours', { offHours: true }],
  ])('%s: another digest, so the yes is for nothing', async (_what, other) => {
    expect(await planned({})).toBe(await planned({}));
    expect(await planned(other)).not.toBe(await planned({}));
  });

  it('the severity: the request is void and asked anew, by the gate of the new one', () => {
    const play = new Play();
    const { changes } = play.catalog;
    const raise = [{ if: 'incident.rank == 1', to: 'high' as const, because: 'it is a P1' }];
    play.catalog = { ...play.catalog, changes: { ...changes, raise } };
    play.start(runbookOf(SCALE), { incidentFacts: { severity: 'p3', rank: 3 } });
    const { id } = play.plan('1');
    expect(play.approval('1').policy.min).toBe(1);
    play.feed('run.incident-moved', { severity: 'p1', rank: 1, at: play.now + 2 });
    expect(code(yes(play, id))).toBe('refused.void');
    expect(play.state.steps['1']).toMatchObject({ status: 'planning', attempt: 2 });
    expect(play.plan('1').policy).toMatchObject({ min: 2, distinct: true, because: ['it is a P1'] });
    // What was said before, and comes later, is not so any more.
    play.feed('run.incident-moved', { severity: 'p3', rank: 3, at: play.now + 1 });
    expect(play.approval('1').status).toBe('pending');
    expect(play.cancelled).toContain('run/7/1/expire/1');
    expect(executed(play)).toBe(0);
  });

  it('a run goes on with the runbook it began with', () => {
    const play = asking();
    const { digest } = play.state.runbook;
    play.catalog = { ...play.catalog, runbooks: [] };
    play.approve('1', 'grace');
    expect(play.state.runbook.digest).toBe(digest);
    expect(executed(play)).toBe(1);
  });
});

it('AP-03 the cluster moved: the yes is void, a new plan asks anew', () => {
  const play = asking();
  const { id } = play.approval('1');
  yes(play, id);
  play.feed('step.drifted', { step: '1', attempt: 1, moved: ['generation: 4 → 5'] });
  play.plan('1');
  expect(code(yes(play, id))).toBe('refused.void');
  expect(executed(play)).toBe(1);
});

describe('AP-04 no longer so at the click', () => {
  it.each<[string, (play: Play) => void, string]>([
    [
      'lapsed',
      (p) => {
        p.now = p.approval('1').expiresAt;
      },
      'refused.expired',
    ],
    [
      'the incident is over',
      (p) => void p.feed('run.incident-ended', { reason: 'INC-42 was resolved' }),
      'refused.void',
    ],
    [
      'the run was aborted',
      (p) => void p.feed('run.abort', { reason: 'wrong one', person: 'mona', groups: ['leads'] }),
      'refused.void',
    ],
  ])('%s', (_what, happens, refused) => {
    const play = asking();
    const { id } = play.approval('1');
    happens(play);
    expect(code(yes(play, id))).toBe(refused);
    expect(executed(play)).toBe(0);
  });

  it.each([[[]], [['responders']]])('the person is in %j by now', (groups) => {
    const play = asking();
    expect(code(play.approve('1', 'grace', groups))).toBe('refused.not-permitted');
    expect(executed(play)).toBe(0);
  });
});

describe('AP-05 a yes and a no at once', () => {
  it('one of them counts, whichever comes first', () => {
    const first = asking();
    const { id } = first.approval('1');
    yes(first, id);
    expect(code(no(first, id))).toBe('refused.approved');
    expect(executed(first)).toBe(1);
    const second = asking();
    no(second, id);
    expect(code(yes(second, id))).toMatch(/^refused\.rejected/);
    expect(executed(second)).toBe(0);
  });
});

it.each([
  ['AP-06 the same person twice', 'grace', 'U0GRACE'],
  ['AP-06 two accounts of one person', 'slack:U0GRACE', 'pagerduty:PGRACE1'],
])('%s counts once', (_what, one, other) => {
  const play = asking(TWO);
  play.approve('1', one);
  expect(code(play.approve('1', other))).toBe('refused.twice');
  expect(executed(play)).toBe(0);
});

describe('AP-07 not the button it seems', () => {
  it.each<[string, (id: string) => [string, object], string]>([
    ['another run’s', (id) => [id.replace(/^7/, '8'), {}], 'refused.other-run'],
    ['forged', () => [`7.${'0'.repeat(16)}`, {}], 'refused.unknown-approval'],
    ['not an id at all', () => ['7', {}], 'refused.other-run'],
    ['on a copied card', (id) => [id, { card: { channel: 'C9', ts: '1.1' } }], 'refused.copy'],
    ['on a forwarded card', (id) => [id, { card: { channel: 'C1', ts: '9.9' } }], 'refused.copy'],
  ])('%s', (_what, forged, refused) => {
    const play = asking();
    const { id, digest } = play.approval('1');
    play.feed('approval.carded', { step: '1', digest, channel: 'C1', ts: '1.1' });
    const [approval, more] = forged(id);
    expect(code(yes(play, approval, more))).toBe(refused);
    expect(lastRefusal(play)).toMatchObject({ person: 'grace' });
    expect(executed(play)).toBe(0);
  });
});

it('AP-08 approved, and no worker for long: the work says until when it may begin', () => {
  const play = asking();
  play.approve('1', 'grace');
  const { notAfter } = play.work('step.execute').payload as unknown as { notAfter: number };
  expect(notAfter).toBeGreaterThanOrEqual(play.now + 300_000);
  expect(notAfter).toBeLessThanOrEqual(play.approval('1').expiresAt);
});

it('AP-09 an approval is used up', () => {
  const play = asking();
  const { id } = play.approval('1');
  yes(play, id);
  for (const person of ['grace', 'linus', 'ada']) expect(code(yes(play, id, { person }))).toBe('refused.approved');
  expect(executed(play)).toBe(1);
});

describe('AP-10 what the person may, not what the bot may', () => {
  const groups = { viewer: [], responder: ['responders'], lead: ['leads'], sre: ['sre'], both: ['sre', 'leads'] };
  type Who = keyof typeof groups;
  const asked: Readonly<Record<string, { by: readonly Who[]; feed: (p: Play, who: Who) => unknown }>> = {
    approve: { by: ['sre', 'both'], feed: (p, w) => p.approve('1', 'grace', groups[w]) },
    reject: {
      by: ['sre', 'both'],
      feed: (p, w) => p.feed('approval.reject', { approval: p.approval('1').id, person: 'grace', groups: groups[w] }),
    },
    abort: {
      by: ['lead', 'sre', 'both'],
      feed: (p, w) => p.feed('run.abort', { reason: 'no', person: 'grace', groups: groups[w] }),
    },
    'plan again': {
      by: ['responder', 'sre', 'both'],
      feed(p, w) {
        p.now = p.approval('1').expiresAt;
        return p.feed('step.replan', { step: '1', person: 'grace', groups: groups[w] });
      },
    },
  };
  it.each(
    Object.entries(asked).flatMap(([what, { by }]) =>
      (Object.keys(groups) as Who[]).map((who) => [who, what, by.includes(who)] as const),
    ),
  )('a %s may %s: %s', (who, what, may) => {
    const made = asked[what]?.feed(asking(), who) as ReturnType<Play['feed']>;
    expect(code(made)?.startsWith('refused.') ?? false).toBe(!may);
  });
});

it('AP-11 a rule may ask more of a target, by its name and by the service of the runbook', () => {
  const play = new Play();
  const { changes } = play.catalog;
  const raise = [{ if: "plan.target.startsWith('deployment/billing/')", to: 'high' as const, because: 'not ours' }];
  play.catalog = { ...play.catalog, changes: { ...changes, raise } };
  play.start(runbookOf(SCALE));
  play.plan('1', { radius: { target: 'deployment/billing/api' } });
  expect(play.approval('1').policy).toMatchObject({ min: 2, distinct: true, because: ['not ours'] });
});

describe('AP-12 hostile words hide nothing', () => {
  it.each([
    ['right-to-left', '\u202Egnitceles'],
    ['five thousand spaces', `a${' '.repeat(5_000)}b`],
    ['a mention', '<!channel> *bold*'],
    ['new lines', 'one\n\n\n\n\ntwo'],
  ])('%s', (_what, words) => {
    const play = Play.started(runbookOf(SCALE));
    play.plan('1', {
      requester: 'ada',
      summary: `Scale prod/api ${words}`,
      changes: [{ what: 'replicas', from: '10', to: '15' }],
    });
    const approval = play.approval('1');
    const card = approvalCard(play.state, approval, play.catalog.people);
    const shown = JSON.stringify(card.blocks);
    expect(shown).toContain('Scale prod/api');
    expect(shown).toContain(approval.digest.slice(0, 8));
    expect(shown).toContain('replicas');
    expect(shown).not.toMatch(/\u202E| {100}/);
    expect(card.text).not.toContain('<!channel>');
  });
});

/** Breaking the glass: off unless written, by whom it is for, openly, once, and looked into by somebody else. */
import type { BreakGlass } from '../../src/domain/approval/model.ts';
import { plain, type Text } from '../../src/lib/text.ts';
import { approvalCard } from '../../src/views/approval-card.ts';
import { code, Play, runbookOf, words } from './run-play.ts';

const PHRASE = 'I answer for this';
const glass: BreakGlass = {
  from: ['sre'],
  severities: ['p1'],
  phrase: PHRASE,
  tell: { channel: 'security', people: ['role:security-lead', 'person:mona'] },
  review: { by: ['leads'], within: 86_400_000 },
};
const SCALE = '  - kubernetes.scale: { namespace: prod, deployment: api, replicas: 15 }\n';

function asking(breakGlass: BreakGlass | null = glass, severity = 'p1'): Play {
  const play = new Play();
  const { breakGlass: _off, ...rest } = play.catalog.changes;
  play.catalog = { ...play.catalog, changes: { ...rest, ...(breakGlass ? { breakGlass } : {}) } };
  play.start(runbookOf(SCALE), { incidentFacts: { severity } });
  play.plan('1', { requester: 'ada' });
  return play;
}

const REASON = 'Nobody else answers, and customers cannot pay';
const breaks = (play: Play, person: string, more: { groups?: string[]; phrase?: string; reason?: string } = {}) => {
  const { groups = ['sre'], phrase = PHRASE, reason = REASON } = more;
  return play.feed('approval.break-glass', { approval: play.approval('1').id, person, groups, phrase, reason });
};
const executed = (play: Play) => play.effectsOf('step.execute').length;
const notices = (play: Play) =>
  play.effectsOf('chat.notice').map((e) => {
    const { to, text } = e.payload as unknown as { to: { channel?: string; person?: string }; text: Text };
    return { to: to.channel ?? to.person, text: plain(text) };
  });
const card = (play: Play) => JSON.stringify(approvalCard(play.state, play.approval('1'), play.catalog.people).blocks);

it.each<[string, Play, string, Parameters<typeof breaks>[2], string]>([
  ['the policy has none', asking(null), 'ada', {}, 'refused.no-break-glass'],
  ['not in such an incident', asking(glass, 'p3'), 'ada', {}, 'refused.no-break-glass'],
  ['somebody in no group that may', asking(), 'eve', { groups: ['responders'] }, 'refused.not-permitted'],
  ['the phrase is not the phrase', asking(), 'ada', { phrase: 'I answer' }, 'refused.phrase'],
  ['no reason', asking(), 'ada', { reason: 'urgent' }, 'refused.reason'],
])('nobody breaks it when: %s', (_why, play, person, more, refused) => {
  expect(code(breaks(play, person, more))).toBe(refused);
  expect(executed(play)).toBe(0);
  expect(notices(play)).toEqual([]);
  expect(play.timeline.at(-1)?.event).toMatchObject({ type: 'click.refused', code: refused.replace('refused.', '') });
});

it('is on the card only where the policy has it', () => {
  expect(card(asking())).toContain('Break glass');
  expect(card(asking(null))).not.toContain('Break glass');
});

it('AP-13: carries out exactly the plan, once; who asked stays who acted, and everybody is told', () => {
  const play = asking();
  const { plan, digest } = play.approval('1');
  expect(code(breaks(play, 'U0ADA'))).toBe('glass-broken');
  expect(play.work('step.execute').payload).toMatchObject({ plan, digest });
  expect(play.approval('1')).toMatchObject({
    status: 'used',
    by: [],
    glass: { by: 'ada', reason: REASON, requester: true },
  });
  expect(
    notices(play)
      .map((n) => n.to)
      .sort(),
  ).toEqual(['U0MONA', 'U0SECLEAD', 'security']);
  for (const { text } of notices(play))
    expect(text).toMatch(/Break-glass.*INC-42.*their own plan.*Nobody else answers/);
  expect(card(play)).toContain('who had asked for it');
  expect(code(breaks(play, 'grace'))).toBe('refused.approved');
  expect(code(play.approve('1', 'grace'))).toBe('refused.approved');
  expect(executed(play)).toBe(1);
});

it('says when it was not the one who asked', () => {
  const play = asking();
  breaks(play, 'grace');
  expect(play.approval('1').glass).toMatchObject({ by: 'grace', requester: false });
});

describe('it is looked into', () => {
  const review = (play: Play, person: string, groups = ['leads']) =>
    play.feed('approval.reviewed', { approval: play.approval('1').id, person, groups });

  it('by somebody else, of the groups that do, once', () => {
    const play = asking();
    breaks(play, 'ada');
    expect(code(review(play, 'U0ADA'))).toBe('refused.own-review');
    expect(code(review(play, 'grace', ['sre']))).toBe('refused.not-permitted');
    expect(code(review(play, 'mona'))).toBe('reviewed');
    expect(code(review(play, 'eng-lead'))).toBe('refused.reviewed');
    expect(play.approval('1').glass?.reviewed).toMatchObject({ by: 'mona' });
    expect(card(play)).toContain('looked into by');
  });

  it('or people are reminded, once a day for a week, also after the run ended', () => {
    const play = asking();
    breaks(play, 'ada');
    play.settle('1', { output: {} });
    expect(play.state.status).toBe('done');
    for (let n = 1; n <= 7; n++) {
      const { dueAt = 0, data } = play.timer('approval.review-due');
      expect(dueAt).toBe(play.now + 86_400_000);
      play.now = dueAt;
      play.feed('approval.review-due', data as { step: string; digest: string });
      expect(play.approval('1').glass?.reminded).toBe(n);
    }
    expect(play.timer('approval.review-due').dueAt).toBe(play.now);
    expect(notices(play)).toHaveLength(3 * 8);
    review(play, 'mona');
    const { digest } = play.approval('1');
    expect(play.feed('approval.review-due', { step: '1', digest })).toEqual({ events: [] });
  });

  it('also when its plan was replaced since', () => {
    const play = asking();
    const { id } = play.approval('1');
    breaks(play, 'ada');
    play.feed('step.drifted', { step: '1', attempt: 1, moved: ['replicas: 10 → 14'] });
    play.plan('1');
    expect(play.approval('1').id).not.toBe(id);
    expect(code(play.feed('approval.reviewed', { approval: id, person: 'mona', groups: ['leads'] }))).toBe('reviewed');
    expect(executed(play)).toBe(1);
  });
});

it('there is nothing to look into where nothing was broken', () => {
  const play = asking();
  const asked = { approval: play.approval('1').id, person: 'mona', groups: ['leads'] };
  const made = play.feed('approval.reviewed', asked);
  expect(code(made)).toBe('refused.no-glass');
  expect(words(made)).toContain('nothing to look into');
});

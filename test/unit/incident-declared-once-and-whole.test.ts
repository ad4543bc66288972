import { plain } from '../../src/lib/text.ts';
import { SEEDS } from '../corpora/words.ts';
import { play } from '../support/decide.ts';

describe('declaring', () => {
  it('writes the pages before anything of chat, and says who is paged', () => {
    const t = play();
    const answer = t.declare('p1');
    expect(plain(answer?.text ?? [])).toMatch(
      /Declared INC-42 P1 Critical: API down\. Paging oncall:architect, role:manager, role:lead-engineer now\./,
    );
    const kinds = [...t.effects.values()].map((e) => e.kind);
    expect(kinds.indexOf('chat.open')).toBeGreaterThan(kinds.lastIndexOf('page.trigger'));
    expect(new Set(t.all('page.trigger').map((e) => e.lane)).size).toBe(3);
    expect(t.all('page.trigger').every((e) => e.priority === 0)).toBe(true);
  });

  it.each(['sev1', 'CRITICAL', ' 1 ', 'Emergency'])('takes %s for p1', (severity) => {
    const t = play();
    expect(t.declare(severity)?.code).toBe('declared');
    expect(t.state.severity).toBe('p1');
  });

  it.each([
    ['p9', /There is no severity “p9”/],
    ['', /Which severity\?/],
    ['\0\uD800', /There is no severity/],
  ])('severity %j is refused with those there are', (severity, text) => {
    const t = play();
    const answer = t.declare(severity);
    expect(answer?.code).toBe('refused.unknown-severity');
    expect(plain(answer?.text ?? [])).toMatch(text);
    expect(plain(answer?.text ?? [])).toMatch(/p1 \(.*\), p2 .*\/incident declare p1 API down/);
    expect(t.effects.size).toBe(0);
  });

  it.each(['', '   ', '\0', '\u2003'])('a title of %j is refused', (title) => {
    expect(play().declare('p1', title)?.code).toBe('refused.no-title');
  });

  it('a service there is not is refused with those there are', () => {
    const answer = play().declare('p1', 'down', { service: `x${'\uD800'.repeat(90)}` });
    expect(answer?.code).toBe('refused.unknown-service');
    expect(plain(answer?.text ?? [])).toContain('Known: architect');
  });

  it.each(SEEDS.map((s) => [JSON.stringify(s).slice(0, 40), s] as const))('takes %s', (_name, hostile) => {
    const t = play();
    const more = { impact: hostile, customers: hostile, service: 'architect' };
    const { code } = t.declare('p1', hostile, more) ?? {};
    if (code === 'refused.no-title') return;
    expect(code).toBe('declared');
    expect(t.state.title.length).toBeLessThanOrEqual(140);
    expect(t.state.impact?.length ?? 0).toBeLessThanOrEqual(500);
    t.work();
    t.do('incident.update', { text: hostile, eta: hostile, audience: 'public' });
    t.do('incident.severity', { severity: 'p2', reason: hostile });
    t.do('incident.escalate', { to: 'next', reason: hostile });
    t.do('incident.run', { runbook: hostile });
    t.do('incident.state', { status: 'identified', reason: hostile });
    t.do('incident.resolve', { summary: hostile });
    expect(t.state.status).toBe('resolved');
  });

  it('keeps the whole of a 10 KB title in the timeline and cuts the title on a whole character', () => {
    const t = play();
    const answer = t.declare('p1', '👨‍👩‍👧‍👦'.repeat(400));
    expect(t.state.title).toBe(`${'👨‍👩‍👧‍👦'.repeat(12)}…`);
    expect(t.state.description).toHaveLength(11 * 400);
    expect(plain(answer?.text ?? [])).toContain('The title was cut to 140 characters');
  });
});

describe('a second declaration for the service within two minutes', () => {
  const held = { guardHeldBy: { kind: 'incident', id: 41 } };
  const declare = { severity: 'p1', title: 'API down', by: 'U0GRACE', groups: [] };
  const input = { type: 'incident.declare', key: 'k', actor: 'slack:U0GRACE', source: 'slack', data: declare } as const;

  it('is asked to join the one there is, and does nothing', () => {
    const t = play();
    const answer = t.input(input, held);
    expect(answer).toMatchObject({
      code: 'refused.duplicate',
      ref: held.guardHeldBy,
      offers: [{ action: 'incident.join', value: '41' }],
    });
    expect(t.effects.size).toBe(0);
  });

  it('the guard stands for two minutes and no longer, and never behind a resolved incident', () => {
    const t = play();
    t.declare('p3');
    expect(t.state.window).toBe('service:architect');
    t.at('1:59');
    expect(t.state.window).toBeDefined();
    t.at('2:00');
    expect(t.state.window).toBeUndefined();
    const ended = play();
    ended.declare('p3');
    ended.do('incident.resolve', {});
    expect(ended.state.window).toBeUndefined();
  });

  it('declared apart on purpose holds no guard', () => {
    const t = play();
    t.declare('p3', 'another', { separate: true });
    expect(t.state.window).toBeUndefined();
  });

  it('joining makes a responder, who is invited; again only invites again', () => {
    const t = play();
    t.declare('p3');
    t.do('incident.join', {}, 'U0GRACE');
    expect(t.all('chat.invite')).toEqual([]);
    t.told('chat.opened', { channel: 'C1', name: 'inc-42' });
    expect(t.all('chat.invite').map((e) => e.payload)).toEqual([{ incident: 42, users: ['U0ADA', 'U0GRACE'] }]);
    t.do('incident.join', {}, 'U0GRACE');
    t.do('incident.join', {}, 'U0DORA');
    expect(t.all('chat.invite').map((e) => (e.payload as { users: string[] }).users)).toEqual([
      ['U0ADA', 'U0GRACE'],
      ['U0GRACE'],
      ['U0DORA'],
    ]);
    expect(t.happened('incident.joined')).toHaveLength(2);
  });
});

import { type Play, play } from '../support/decide.ts';

const L2 = ['role:manager', 'role:lead-engineer'];
const secondLevel = (t: Play) => t.pages().filter((p) => L2.some((x) => p.endsWith(x)));

function acked(severity = 'p3'): Play {
  const t = play();
  t.declare(severity);
  t.at('2m');
  expect(t.do('incident.ack', { forMs: 10 * 60_000 })?.code).toBe('acknowledged');
  return t;
}

describe('an acknowledgement', () => {
  it('holds for its lease; then the first clock begins anew', () => {
    const t = acked();
    t.at('11:59');
    expect(t.state.ack).toBeDefined();
    t.at('12:00');
    expect(t.state.ack).toBeUndefined();
    expect(t.lines().filter((l) => l.startsWith('12:00'))[0]).toMatch(/acknowledgement of @U0ADA ran out/);
    t.at('16:59');
    expect(secondLevel(t)).toEqual([]);
    t.at('17:00');
    expect(secondLevel(t)).toEqual(L2.map((x) => `17:00 ${x}`));
  });

  it('that ended while everything was down is over since then, not since that was noticed (TM-08)', () => {
    const t = acked('p4');
    t.outageUntil('14m');
    expect(t.level(2)).toMatchObject({ status: 'pending', dueAt: t.now + 3 * 60_000 });
    const late = acked('p4');
    late.outageUntil('17m');
    // Level 3 became due at 15:00 as well; level 2 is 17:00 sharp, and nothing higher is due after it.
    late.at('17m');
    expect(secondLevel(late)).toEqual(L2.map((x) => `17:00 ${x}`));
  });

  it('is renewed by working on the incident', () => {
    const t = acked();
    t.at('9m');
    t.do('incident.state', { status: 'identified' });
    t.at('28:59');
    expect(t.state.ack?.until).toBe(t.now + 1_000);
    expect(secondLevel(t)).toEqual([]);
    t.at('29m');
    expect(t.state.ack).toBeUndefined();
  });

  it('is not renewed by somebody else’s work', () => {
    const t = acked();
    t.at('9m');
    t.do('incident.update', { text: 'looking' }, 'U0GRACE');
    t.at('12m');
    expect(t.state.ack).toBeUndefined();
  });

  it('refuses a second person while it holds, and takes them after it', () => {
    const t = acked();
    expect(t.do('incident.ack', {}, 'U0GRACE')).toMatchObject({ code: 'refused.already-acknowledged' });
    expect(t.state.ack?.by).toBe('U0ADA');
    t.at('12m');
    expect(t.do('incident.ack', {}, 'U0GRACE')?.code).toBe('acknowledged');
    expect(t.state.ack?.by).toBe('U0GRACE');
  });

  it('can be shortened and lengthened by the same person, down to the same moment again', () => {
    const t = play();
    t.declare('p3');
    t.do('incident.ack', { forMs: 30 * 60_000 });
    t.do('incident.ack', { forMs: 10 * 60_000 });
    t.do('incident.ack', { forMs: 30 * 60_000 });
    t.at('29:59');
    expect(t.state.ack).toBeDefined();
    t.at('30:00');
    expect(t.happened('ack.lapsed')).toHaveLength(1);
    t.at('35:00');
    expect(secondLevel(t)).toEqual(L2.map((x) => `35:00 ${x}`));
  });

  it.each([0, 59_999, 4 * 3_600_000 + 1, Number.NaN])('for %d ms is refused', (forMs) => {
    const t = play();
    t.declare('p3');
    expect(t.do('incident.ack', { forMs })?.code).toBe('refused.bad-lease');
  });

  it('silences every alert that rings, again for each lease', () => {
    const t = play();
    t.declare('p1');
    for (const target of ['oncall:architect', ...L2]) t.accept(target);
    t.do('incident.ack', { forMs: 60_000 });
    expect(t.pages('acknowledge')).toHaveLength(3);
    // PagerDuty did not take it before the lease ran out: the next one must not be dropped as a repetition.
    t.at('2m');
    t.do('incident.ack', {}, 'U0GRACE');
    expect(t.pages('acknowledge').slice(3)).toEqual(['oncall:architect', ...L2].map((x) => `2:00 ${x}`));
    t.work();
    expect(Object.values(t.state.pages).map((p) => p.status)).toEqual(['acknowledged', 'acknowledged', 'acknowledged']);
  });

  it('before the page went out is sent behind it, in the same lane', () => {
    const t = play();
    t.declare('p3');
    t.do('incident.ack', {});
    const lanes = t.all('page.trigger').concat(t.all('page.acknowledge'));
    expect(lanes.map((e) => [e.kind, e.lane])).toEqual([
      ['page.trigger', 'incident/42/page/oncall:architect'],
      ['page.acknowledge', 'incident/42/page/oncall:architect'],
    ]);
  });

  it('brings the person into the incident’s channel', () => {
    const t = play();
    t.declare('p3', 'API slow', {});
    t.work();
    t.do('incident.ack', {}, 'U0DORA');
    expect(t.all('chat.invite').at(-1)?.payload).toEqual({ incident: 42, users: ['U0DORA'] });
  });
});

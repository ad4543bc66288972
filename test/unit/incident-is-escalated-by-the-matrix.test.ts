import { play } from '../support/decide.ts';

const L1 = 'oncall:architect';
const L2 = ['role:manager', 'role:lead-engineer'];
const L3 = ['role:director', 'role:vp-engineering'];
const at = (time: string, targets: readonly string[]) => targets.map((t) => `${time} ${t}`);

describe('the seed’s escalation matrix, nobody responding', () => {
  it.each([
    ['p1', '0:00'],
    ['p2', '0:00'],
    ['p3', '5:00'],
    ['p4', '5:00'],
  ])('%s pages level 1 at 0:00, level 2 at %s and level 3 at 15:00, each target once', (severity, second) => {
    const t = play();
    t.declare(severity);
    t.at('8h');
    expect(t.pages()).toEqual([`0:00 ${L1}`, ...at(second, L2), ...at('15:00', L3)]);
  });

  it('p1 unresolved for 30 minutes is an outage, and customers are told', () => {
    const t = play();
    t.declare('p1');
    t.at('29:59');
    expect(t.state.outage).toBeUndefined();
    expect(t.all('chat.announce')).toEqual([]);
    t.at('30:00');
    expect(t.state.outage?.at).toBe(t.now);
    expect(t.all('chat.announce').map((e) => e.payload)).toMatchObject([
      { channel: 'status-updates', body: expect.stringContaining('Status: INVESTIGATING') },
    ]);
    t.at('8h');
    expect(t.all('chat.announce')).toHaveLength(1);
  });

  it.each(['p2', 'p3', 'p4'])('%s never becomes an outage by itself', (severity) => {
    const t = play();
    t.declare(severity);
    t.at('8h');
    expect(t.state.outage).toBeUndefined();
    expect(t.level(4)?.status).toBe('passed-over');
    expect(t.all('chat.announce')).toEqual([]);
  });

  it('goes through the levels in order', () => {
    const t = play();
    t.declare('p1');
    t.at('1h');
    expect(t.happened('level.reached')).toEqual([
      '0:00 📟 Level 1 reached (at once): paging oncall:architect',
      '0:00 📟 Level 2 reached (at once for P1 Critical): paging role:manager, role:lead-engineer',
      '15:00 📟 Level 3 reached (unresolved for 15m): paging role:director, role:vp-engineering',
      '30:00 📟 Level 4 reached (unresolved for 30m)',
    ]);
  });

  it('keeps the policy it began with when the files change meanwhile', () => {
    const t = play();
    t.declare('p3');
    const { critical } = t.catalog.policies;
    if (!critical) throw new Error('no policy');
    const later = critical.levels.map((l) => (l.after ? { ...l, after: { ...l.after, ms: l.after.ms * 10 } } : l));
    t.catalog = { ...t.catalog, policies: { critical: { ...critical, levels: later, digest: 'other' } } };
    t.at('16m');
    expect(t.pages()).toEqual([`0:00 ${L1}`, ...at('5:00', L2), ...at('15:00', L3)]);
    expect(t.state.policy.digest).toBe(critical.digest);
  });
});

describe('an acknowledgement of a P3', () => {
  it.each([
    ['4:59', false],
    ['5:01', true],
  ])('at %s: level 2 paged is %s; level 3 at 15:00 all the same', (time, paged) => {
    const t = play();
    t.declare('p3');
    t.at(time);
    t.do('incident.ack', {});
    t.at('20m');
    expect(t.pages()).toEqual([`0:00 ${L1}`, ...(paged ? at('5:00', L2) : []), ...at('15:00', L3)]);
  });

  it('at 5:00 sharp goes by who is committed first', () => {
    const levelFirst = play();
    levelFirst.declare('p3');
    levelFirst.at('5:00');
    levelFirst.do('incident.ack', {});
    expect(levelFirst.pages()).toEqual([`0:00 ${L1}`, ...at('5:00', L2)]);

    // Its timer is in a worker's hand already: nothing can be cancelled any more.
    const ackFirst = play({ cancels: false });
    ackFirst.declare('p3');
    ackFirst.outageUntil('5:00', () => []);
    ackFirst.do('incident.ack', {});
    ackFirst.at('5:00');
    expect(ackFirst.pages()).toEqual([`0:00 ${L1}`]);
  });

  it('does not hold back the outage of a P1 at 30:00', () => {
    const t = play();
    t.declare('p1');
    t.do('incident.ack', { forMs: 4 * 3_600_000 });
    t.at('1h');
    expect(t.pages()).toEqual([`0:00 ${L1}`, ...at('0:00', L2), ...at('15:00', L3)]);
    expect(t.happened('outage.declared')).toEqual(['30:00 🔥 Outage declared']);
  });
});

describe('/incident escalate', () => {
  it('reaches the next level before its time, and the clock does not page it again', () => {
    const t = play();
    t.declare('p3');
    t.at('1m');
    expect(t.do('incident.escalate', { to: 'next' })).toMatchObject({ code: 'escalated' });
    t.at('20m');
    expect(t.pages()).toEqual([`0:00 ${L1}`, ...at('1:00', L2), ...at('15:00', L3)]);
  });

  it('does not declare an outage of a P3 by “next”, but does by the number', () => {
    const t = play();
    t.declare('p3');
    t.at('31m');
    expect(t.do('incident.escalate', { to: 'next' })?.code).toBe('refused.all-reached');
    expect(t.state.outage).toBeUndefined();
    expect(t.do('incident.escalate', { to: 4, reason: 'the press calls' })?.code).toBe('escalated');
    expect(t.state.outage).toBeDefined();
  });

  it('says what cannot be', () => {
    const t = play();
    t.declare('p1');
    expect(t.do('incident.escalate', { to: 1 })?.code).toBe('refused.already-reached');
    expect(t.do('incident.escalate', { to: 9 })?.code).toBe('refused.no-such-level');
    t.do('incident.resolve', {});
    expect(t.do('incident.escalate', { to: 'next' })?.code).toBe('refused.resolved');
  });
});

import { type Placed, type Play, play } from '../support/decide.ts';
import { withPolicy } from '../support/shipped-catalog.ts';

const ORDERS: readonly (readonly [string, (due: Placed[]) => Placed[]])[] = [
  ['in due order', (due) => due],
  ['the highest first, because timers run side by side', (due) => due.toReversed()],
];

describe.each(ORDERS)('after an outage, %s', (_how, order) => {
  function down(severity: string, until: string): Play {
    const t = play();
    t.declare(severity);
    return t.outageUntil(until, order);
  }

  it('only the highest level that pages does; the lower one is told to be superseded (TM-04)', () => {
    const t = down('p3', '20m');
    expect(t.pages()).toEqual(['0:00 oncall:architect', '20:00 role:director', '20:00 role:vp-engineering']);
    expect(t.level(2)?.status).toBe('superseded');
    expect(t.happened('level.superseded')).toHaveLength(1);
  });

  it('what a level does besides paging is never left out', () => {
    const t = down('p1', '40m');
    expect(t.pages().slice(-2)).toEqual(['40:00 role:director', '40:00 role:vp-engineering']);
    expect(t.state.outage).toBeDefined();
  });

  it('a level reached by hand before does not stand for the one that is overdue', () => {
    const t = play();
    t.declare('p3');
    t.at('1m');
    t.do('incident.escalate', { to: 3 });
    t.outageUntil('20m', order);
    expect(t.pages()).toContain('20:00 role:manager');
  });

  const twice = withPolicy(`critical:
  ackLease: 10m
  levels:
    - level: 1
      page: [oncall:architect]
    - level: 2
      after: { unacknowledged: 5m }
      page: [role:manager]
    - level: 3
      after: { unacknowledged: 12m }
      if: "incident.severity != 'p4'"
      page: [role:director]
    - level: 4
      after: { unresolved: 20m }
      page: [role:vp-engineering]
    - level: 5
      after: { unresolved: 30m }
      page: [role:director]
`);

  it('a level whose people were all paged before wakes nobody, so that the one below it must', () => {
    const t = play({ catalog: twice });
    t.declare('p3');
    t.at('12m');
    t.outageUntil('31m', order);
    expect(t.pages().slice(2)).toEqual(['12:00 role:director', '31:00 role:vp-engineering']);
  });

  it('a level reached by hand before the time that a lease has put off does not stand for it either', () => {
    const t = play({ catalog: twice });
    t.declare('p3');
    t.do('incident.ack', { forMs: 60_000 });
    t.at('5:59');
    // Level 2 is due at 6:00, level 3 at 13:00; but for the lease it would have been 12:00.
    t.outageUntil('12:30', () => []);
    t.do('incident.escalate', { to: 3 });
    t.outageUntil('12:30', order);
    expect(t.pages().slice(1)).toEqual(['12:30 role:director', '12:30 role:manager']);
  });

  it('a level that is not for this severity is passed over, not superseded: it may count later', () => {
    const t = play({ catalog: twice });
    t.declare('p4');
    t.outageUntil('21m', order);
    expect(t.level(3)?.status).toBe('passed-over');
    t.do('incident.severity', { severity: 'p3' });
    expect(t.pages().at(-1)).toBe('21:00 role:director');
  });

  it('a level that waits for a lease does not stand for one that does not', () => {
    const catalog = withPolicy(`critical:
  ackLease: 60m
  levels:
    - level: 1
      page: [oncall:architect]
    - level: 2
      after: { unresolved: 10m }
      page: [role:manager]
    - level: 3
      after: { unacknowledged: 15m }
      page: [role:director]
`);
    const t = play({ catalog });
    t.declare('p3');
    t.do('incident.ack', {});
    t.outageUntil('20m', order);
    expect(t.pages()).toEqual(['0:00 oncall:architect', '20:00 role:manager']);
  });

  it('resolved during the outage: nothing fires', () => {
    const t = play({ cancels: false });
    t.declare('p1');
    t.do('incident.resolve', {});
    t.outageUntil('2h', order);
    expect(t.pages()).toHaveLength(3);
    expect(t.state.outage).toBeUndefined();
  });
});

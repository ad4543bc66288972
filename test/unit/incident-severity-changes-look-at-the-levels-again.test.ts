import { play } from '../support/decide.ts';
import { withPolicy } from '../support/shipped-catalog.ts';

const L1 = '0:00 oncall:architect';
const L2 = ['role:manager', 'role:lead-engineer'];
const L3 = ['15:00 role:director', '15:00 role:vp-engineering'];

describe('a severity that turns out worse', () => {
  it('P3 → P1 at 14 minutes, acknowledged: level 2 at once, level 3 at 15:00, the outage at 30:00', () => {
    const t = play();
    t.declare('p3');
    t.do('incident.ack', { forMs: 3_600_000 });
    t.at('14m');
    t.do('incident.severity', { severity: 'sev1' });
    t.at('1h');
    expect(t.pages()).toEqual([L1, ...L2.map((x) => `14:00 ${x}`), ...L3]);
    expect(t.happened('outage.declared')).toEqual(['30:00 🔥 Outage declared']);
  });

  it('P3 → P1 at 40 minutes: the outage that was passed over at 30:00 is declared now', () => {
    const t = play();
    t.declare('p3');
    t.at('40m');
    expect(t.level(4)?.status).toBe('passed-over');
    t.do('incident.severity', { severity: 'p1' });
    expect(t.happened('outage.declared')).toEqual(['40:00 🔥 Outage declared']);
    t.at('2h');
    expect(t.happened('outage.declared')).toHaveLength(1);
    expect(t.pages()).toEqual([L1, ...L2.map((x) => `5:00 ${x}`), ...L3]);
  });

  it('P3 → P1 in the very millisecond in which level 4 was passed over', () => {
    const t = play();
    t.declare('p3');
    t.at('30:00');
    t.do('incident.severity', { severity: 'p1' });
    t.at('31m');
    expect(t.happened('outage.declared')).toEqual(['30:00 🔥 Outage declared']);
  });

  it('does not page at once what would be early on a first clock that began anew meanwhile', () => {
    const catalog = withPolicy(`critical:
  ackLease: 10m
  levels:
    - level: 1
      page: [oncall:architect]
    - level: 2
      after: { unacknowledged: 12m }
      if: "incident.severity != 'p4'"
      page: [role:manager]
`);
    const t = play({ catalog });
    t.declare('p4');
    t.at('13m');
    expect(t.level(2)?.status).toBe('passed-over');
    t.do('incident.ack', { forMs: 60_000 });
    t.at('15m');
    t.do('incident.severity', { severity: 'p3' });
    t.at('25:59');
    expect(t.pages()).toEqual([L1]);
    t.at('26:00');
    expect(t.pages()).toEqual([L1, '26:00 role:manager']);
  });

  it('offers the runbooks of the new severity', () => {
    const t = play();
    t.declare('p3');
    expect(t.state.runbooks).toEqual([]);
    t.do('incident.severity', { severity: 'p1' });
    expect(t.state.runbooks.map((r) => r.id)).toContain('architect/api-completely-down');
  });
});

describe('a severity that turns out better', () => {
  it('P1 → P3 at 14 minutes: level 3 at 15:00 stays, no outage', () => {
    const t = play();
    t.declare('p1');
    t.at('14m');
    t.do('incident.severity', { severity: 'p3', reason: 'one region only' });
    t.at('1h');
    expect(t.pages()).toEqual([L1, ...L2.map((x) => `0:00 ${x}`), ...L3]);
    expect(t.state.outage).toBeUndefined();
  });

  it('P1 → P3 at 40 minutes takes nothing back', () => {
    const t = play();
    t.declare('p1');
    t.at('40m');
    t.do('incident.severity', { severity: 'p3' });
    t.at('2h');
    expect(t.happened('outage.declared')).toEqual(['30:00 🔥 Outage declared']);
  });

  it('to and fro in one moment pages and declares everything once', () => {
    const t = play();
    t.declare('p3');
    t.at('40m');
    for (const severity of ['p1', 'p3', 'p1', 'p2', 'p1']) t.do('incident.severity', { severity });
    t.at('2h');
    expect(t.happened('outage.declared')).toHaveLength(1);
    expect(t.pages()).toHaveLength(5);
  });
});

describe('levels that depend on the severity', () => {
  const policy = withPolicy(`critical:
  ackLease: 20m
  levels:
    - level: 1
      page: [oncall:architect]
    - level: 2
      if: "incident.severity == 'p1'"
      page: [role:manager]
    - level: 3
      after: { unacknowledged: 10m }
      if: "incident.severity in ['p1', 'p2']"
      page: [role:director]
`);

  it('at once: counts when the severity does', () => {
    const t = play({ catalog: policy });
    t.declare('p3');
    t.at('3m');
    expect(t.pages()).toEqual([L1]);
    t.do('incident.severity', { severity: 'p1' });
    expect(t.pages()).toEqual([L1, '3:00 role:manager']);
  });

  it('on the first clock: waits for the lease when somebody is on it', () => {
    const t = play({ catalog: policy });
    t.declare('p3');
    t.at('11m');
    expect(t.level(3)?.status).toBe('passed-over');
    t.do('incident.ack', { forMs: 5 * 60_000 });
    t.do('incident.severity', { severity: 'p2' });
    t.at('25:59');
    expect(t.pages()).toEqual([L1]);
    t.at('26:00');
    expect(t.pages()).toEqual([L1, '26:00 role:director']);
  });
});

describe('/incident severity', () => {
  it('refuses what is unknown, what it is already, and what is over', () => {
    const t = play();
    t.declare('p3');
    expect(t.do('incident.severity', { severity: 'p9' })?.code).toBe('refused.unknown-severity');
    expect(t.do('incident.severity', { severity: 'Medium' })?.code).toBe('refused.same');
    t.do('incident.resolve', {});
    expect(t.do('incident.severity', { severity: 'p1' })?.code).toBe('refused.resolved');
  });
});

describe('runs are told, because who must agree to a change depends on it', () => {
  const told = (t: ReturnType<typeof play>) =>
    t.all('input').flatMap((e) => {
      const { type, to, data } = e.payload as unknown as { type: string; to: { id: number }; data: object };
      return type === 'run.incident-moved' ? [{ run: to.id, ...data }] : [];
    });
  const run = (n: number) => ({ run: n, runbook: 'architect/api-completely-down', name: 'API completely down' });

  it('those that go on, not those that ended', () => {
    const t = play();
    t.declare('p3');
    t.told('run.began', { ...run(7), severity: 'p3' });
    t.told('run.began', { ...run(8), severity: 'p3' });
    t.told('run.moved', { run: 8, status: 'done' });
    expect(told(t)).toEqual([]);
    t.do('incident.severity', { severity: 'p1' });
    expect(told(t)).toEqual([{ run: 7, severity: 'p1', rank: 1, at: expect.any(Number) }]);
  });

  it('one that was asked for before the severity changed, and began after it', () => {
    const t = play();
    t.declare('p3');
    t.do('incident.severity', { severity: 'p1' });
    t.told('run.began', { ...run(7), severity: 'p3' });
    expect(told(t)).toMatchObject([{ run: 7, severity: 'p1', rank: 1 }]);
  });
});

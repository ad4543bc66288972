import { type Play, play } from '../support/decide.ts';
import { shippedCatalog } from '../support/shipped-catalog.ts';

const L1 = 'oncall:architect' as const;
const told = (t: Play) => t.all('chat.dm').map((e) => (e.payload as { person: string }).person);

describe('PagerDuty does not take a page', () => {
  it('everyone is told after a minute and every five minutes, until it does (PD-06)', () => {
    const t = play();
    t.declare('p3');
    t.do('incident.ack', { forMs: 3_600_000 });
    t.at('12m');
    expect(t.happened('page.late').map((l) => l.split(' ')[0])).toEqual(['1:00', '6:00', '11:00']);
    expect(t.lines().find((l) => l.startsWith('6:00'))).toMatch(/NOT PAGED for 6m: oncall:architect.*phone list/);
    expect(t.state.pages[L1]?.failure).toBe('not accepted by PagerDuty for 660 s');
    t.accept(L1);
    expect(t.lines().at(-1)).toBe('12:00 ✅ PagerDuty took the page to oncall:architect after 12m');
    expect(t.state.pages[L1]).not.toHaveProperty('failure');
    t.at('14m');
    expect(t.happened('page.late')).toHaveLength(3);
  });

  it('tells them for a whole day without repeating itself or forgetting', () => {
    const t = play();
    t.declare('p4');
    t.at('24h');
    expect(t.happened('page.late').filter((l) => l.includes(L1))).toHaveLength(24 * 12);
  });

  it('the people behind it are told in Slack after a minute, and not a second time when it goes out', () => {
    const t = play();
    t.declare('p3');
    t.at('59s');
    expect(t.all('page.look-up')).toEqual([]);
    t.at('60s');
    t.work(/^page\.look-up/);
    expect(told(t)).toHaveLength(1);
    expect(t.state.pages[L1]).toMatchObject({ status: 'sending', people: [expect.any(String)] });
    t.at('7m');
    t.work(/^page\./);
    expect(told(t).filter((p) => p === told(t)[0])).toHaveLength(1);
  });

  it('a webhook that comes first ends the telling as well, and the people are still known and told', () => {
    const t = play();
    t.declare('p3');
    t.at('30s');
    t.webhook('triggered', L1);
    t.accept(L1);
    expect(t.state.pages[L1]).toMatchObject({ status: 'confirmed', people: [expect.any(String)] });
    expect(told(t)).toHaveLength(1);
    t.at('4m');
    expect(t.happened('page.late')).toEqual([]);
  });

  it('refuses it for good: the next level goes at once, and the people are told in Slack (PD-05)', () => {
    const t = play();
    t.declare('p3');
    t.at('10s');
    t.told('page.failed', { target: L1, generation: 1, reason: 'pagerduty.400: invalid routing key', permanent: true });
    expect(t.pages().slice(1)).toEqual(['0:10 role:manager', '0:10 role:lead-engineer']);
    expect(t.lines().join('\n')).toMatch(/NOT PAGED: oncall:architect \(pagerduty.400: invalid routing key\)/);
    t.work();
    expect(told(t)).toHaveLength(3);
    t.at('14m');
    expect(t.pages()).toHaveLength(3);
  });

  it('refuses it for good while somebody is on it: no further level is woken', () => {
    const t = play();
    t.declare('p3');
    t.do('incident.ack', {});
    t.told('page.failed', { target: L1, generation: 1, reason: 'x', permanent: true });
    expect(t.pages()).toHaveLength(1);
  });

  it('and then takes our acknowledgement: nobody was paged all the same', () => {
    const t = play();
    t.declare('p3');
    t.do('incident.ack', {});
    t.told('page.failed', { target: L1, generation: 1, reason: 'x', permanent: true });
    t.told('page.settled', { target: L1, generation: 1, action: 'acknowledge', people: [] });
    expect(t.state.pages[L1]?.status).toBe('failed');
  });

  it('for three quarters of an hour in which nothing of ours worked either: resolving leaves no timer behind', () => {
    const t = play();
    t.declare('p4');
    t.outageUntil('45m', () => []);
    t.do('incident.resolve', {});
    expect(t.inputs()).toEqual([]);
  });

  it('does not take a resolve: people are asked to do it there by hand', () => {
    const t = play();
    t.declare('p3');
    t.work();
    t.do('incident.resolve', {});
    t.told('page.failed', { target: L1, generation: 1, action: 'resolve', reason: 'pagerduty.400', permanent: true });
    expect(t.lines().at(-1)).toMatch(/did not resolve the alert of oncall:architect \(pagerduty.400\)/);
  });
});

describe('nobody stands behind a page (ST-08)', () => {
  const empty = (role: string) =>
    shippedCatalog({ 'org/people.yaml': (y) => y.replace(`  ${role}: [mona]`, `  ${role}: []`) });

  it('the next level goes at once, with a warning, and its clock does not page again', () => {
    const t = play();
    t.declare('p3');
    t.at('2s');
    t.accept(L1, []);
    expect(t.pages().slice(1)).toEqual(['0:02 role:manager', '0:02 role:lead-engineer']);
    expect(t.lines().join('\n')).toMatch(/Nobody stands behind oncall:architect/);
    t.at('14m');
    expect(t.pages()).toHaveLength(3);
  });

  it('one of two targets reaches somebody: the level is not empty', () => {
    const t = play();
    t.declare('p1');
    t.accept('role:manager', []);
    t.accept('role:lead-engineer');
    expect(t.pages()).toHaveLength(3);
  });

  it('empty all the way up: every level is tried, and the outage is still declared', () => {
    const t = play();
    t.declare('p1');
    for (const x of [L1, 'role:manager', 'role:lead-engineer']) t.accept(x, []);
    expect(t.pages().slice(3)).toEqual(['0:00 role:director', '0:00 role:vp-engineering']);
    for (const x of ['role:director', 'role:vp-engineering']) t.accept(x, []);
    t.at('30m');
    expect(t.state.outage).toBeDefined();
  });

  it('and nobody can be told in Slack either: one level goes at once, not two', () => {
    const t = play();
    t.declare('p3');
    t.told('page.failed', { target: L1, generation: 1, reason: 'x', permanent: true });
    t.told('page.looked-up', { target: L1, generation: 1, people: [] });
    expect(t.pages().slice(1)).toEqual(['0:00 role:manager', '0:00 role:lead-engineer']);
  });

  it('until the rota handed over: who is there when PagerDuty takes it is reached', () => {
    const t = play();
    t.declare('p3');
    t.at('1m');
    t.told('page.looked-up', { target: L1, generation: 1, people: [] });
    expect(t.state.pages[L1]?.status).toBe('unreached');
    t.accept(L1, ['grace']);
    expect(t.state.pages[L1]).toMatchObject({ status: 'accepted', people: ['grace'] });
  });

  it('known only when the page settles after the end: nobody else is woken', () => {
    const t = play();
    t.declare('p3');
    t.do('incident.resolve', {});
    t.told('page.settled', { target: L1, generation: 1, action: 'trigger', people: [] });
    expect(t.pages()).toHaveLength(1);
    expect(told(t)).toEqual([]);
  });

  it('is refused by the catalog where it is known beforehand', () => {
    expect(() => empty('manager')).toThrow(/manager/);
  });
});

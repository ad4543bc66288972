import { type Play, play } from '../support/decide.ts';
import { shippedCatalog } from '../support/shipped-catalog.ts';

const ALL = ['oncall:architect', 'role:manager', 'role:lead-engineer'];

function resolved(): Play {
  const t = play();
  t.declare('p1');
  t.work();
  t.do('incident.ack', {});
  t.at('3m');
  expect(t.do('incident.resolve', { summary: 'rolled back' })?.code).toBe('resolved');
  return t;
}

describe('resolving', () => {
  it('stops every clock: nothing waits any more, and nobody is paged', () => {
    const t = resolved();
    expect(t.inputs()).toEqual([]);
    t.at('9h');
    expect(t.pages()).toHaveLength(3);
    expect(t.state.status).toBe('resolved');
  });

  it('closes every alert behind its trigger and its acknowledgement', () => {
    const t = play();
    t.declare('p1');
    t.do('incident.ack', {});
    t.do('incident.resolve', {});
    for (const target of ALL) {
      const lane = [...t.effects.values()].filter((e) => e.lane === `incident/42/page/${target}`);
      expect(lane.map((e) => e.kind)).toEqual(['page.trigger', 'page.acknowledge', 'page.resolve']);
      expect(new Set(lane.map((e) => (e.payload as { dedupKey: string }).dedupKey))).toEqual(
        new Set([`tocsin:INC-42:g1:${target}`]),
      );
    }
    t.work();
    expect(Object.values(t.state.pages).map((p) => p.status)).toEqual(['resolved', 'resolved', 'resolved']);
  });

  it('twice is refused, with who it was', () => {
    const t = resolved();
    expect(t.do('incident.resolve', {}, 'U0GRACE')).toMatchObject({ code: 'refused.resolved' });
  });

  it.each([
    ['incident.ack', {}],
    ['incident.severity', { severity: 'p3' }],
    ['incident.state', { status: 'monitoring' }],
    ['incident.escalate', { to: 'next' }],
    ['incident.run', { runbook: 'architect/api-completely-down' }],
  ] as const)('%s afterwards is refused', (type, data) => {
    const t = resolved();
    const before = t.timeline.length;
    expect(t.do(type, data as never)?.code).toBe('refused.resolved');
    expect(t.timeline).toHaveLength(before);
  });

  it('ends the runs that go on, also one that had only been asked for', () => {
    const t = play();
    t.declare('p1');
    t.do('incident.run', { runbook: 'architect/api-completely-down' });
    t.told('run.began', { run: 7, runbook: 'architect/api-completely-down', name: 'API completely down' });
    t.told('run.began', { run: 8, runbook: 'architect/api-completely-down', name: 'API completely down' });
    t.told('run.moved', { run: 8, status: 'done' });
    t.do('incident.resolve', {});
    t.told('run.began', { run: 7, runbook: 'architect/api-completely-down', name: 'API completely down' });
    t.told('run.began', { run: 9, runbook: 'architect/api-completely-down', name: 'API completely down' });
    const ended = t.all('input').map((e) => e.payload as { type: string; to: { id: number } });
    expect(ended.filter((p) => p.type === 'run.incident-ended').map((p) => p.to.id)).toEqual([7, 9]);
  });

  it('tells customers who were told of the outage, in words that are not ours', () => {
    const t = play();
    t.declare('p1');
    t.at('31m');
    t.do('incident.resolve', { summary: 'Dora dropped the wrong table' });
    const told = t.all('chat.announce').map((e) => (e.payload as { body: string }).body);
    expect(told).toHaveLength(2);
    expect(told[1]).toContain('Status: RESOLVED');
    expect(told[1]).not.toContain('Dora');
  });

  it('tells customers nothing when they were told nothing', () => {
    expect(resolved().all('chat.announce')).toEqual([]);
  });
});

describe('reopening', () => {
  it('pages anew, with keys of a second generation', () => {
    const t = resolved();
    t.at('10m');
    expect(t.do('incident.state', { status: 'reopened' })?.code).toBe('reopened');
    t.at('25m');
    expect(t.pages().slice(3)).toEqual([
      ...ALL.map((x) => `10:00 ${x}`),
      '25:00 role:director',
      '25:00 role:vp-engineering',
    ]);
    const keys = t.all('page.trigger').map((e) => (e.payload as { dedupKey: string }).dedupKey);
    expect(keys.slice(3)).toEqual([...ALL, 'role:director', 'role:vp-engineering'].map((x) => `tocsin:INC-42:g2:${x}`));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('promises updates anew and tells those who are paged again', () => {
    const t = resolved();
    const before = t.all('chat.dm').length;
    t.at('10m');
    t.do('incident.state', { status: 'reopened' });
    t.work();
    expect(t.state.nextUpdateAt).toBe(t.now + 30 * 60_000);
    expect(t.all('chat.dm')).toHaveLength(2 * before);
  });

  it('has an acknowledgement, a declaration of outage and an end of its own', () => {
    const t = resolved();
    t.do('incident.state', { status: 'reopened' });
    expect(t.state).not.toHaveProperty('ack');
    expect(t.state).not.toHaveProperty('summary');
    t.do('incident.ack', {});
    t.at('34m');
    expect(t.state.outage).toBeDefined();
    t.do('incident.resolve', {});
    expect(t.inputs()).toEqual([]);
    expect(t.pages('resolve')).toHaveLength(3 + 5);
  });

  it('is deaf to what still comes from the first generation', () => {
    const t = resolved();
    t.do('incident.state', { status: 'reopened' });
    const before = t.timeline.length;
    t.webhook('resolved', ALL[0] ?? '', 'PADA001', 1);
    t.told('page.settled', { target: 'role:manager', generation: 1, action: 'resolve', people: [] });
    t.told('page.overdue', { target: 'role:manager', generation: 1 });
    t.told('page.failed', { target: 'role:manager', generation: 1, reason: 'x', permanent: true });
    expect(t.timeline).toHaveLength(before);
  });

  it('tries again to open a channel that could not be opened', () => {
    const t = play();
    t.declare('p3');
    t.told('chat.failed', { what: 'Opening the channel', reason: 'slack.restricted_action' });
    t.do('incident.resolve', {});
    t.do('incident.state', { status: 'reopened' });
    expect(t.all('chat.open')).toHaveLength(2);
  });

  it('of what is open is refused', () => {
    const t = play();
    t.declare('p3');
    expect(t.do('incident.state', { status: 'reopened' })?.code).toBe('refused.open');
  });

  it('keeps paging the way it began when the installation is renamed meanwhile', () => {
    const t = play({ catalog: shippedCatalog() });
    t.declare('p3');
    t.catalog = { ...t.catalog, deployment: 'renamed' };
    t.do('incident.resolve', {});
    expect(t.all('page.resolve').map((e) => (e.payload as { dedupKey: string }).dedupKey)).toEqual([
      'tocsin:INC-42:g1:oncall:architect',
    ]);
  });
});

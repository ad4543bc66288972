import { Fault } from '../../src/ports/fault.ts';
import { type Play, play } from '../support/decide.ts';
import { Outside } from '../support/perform-effect.ts';
import { shippedCatalog } from '../support/shipped-catalog.ts';

const L1 = 'oncall:architect';
const KEY = `tocsin:INC-42:g1:${L1}`;

function declared(severity = 'p3'): { t: Play; world: Outside } {
  const t = play();
  t.declare(severity, 'API down', { impact: 'nobody can log in' });
  return { t, world: new Outside(t) };
}

describe('a page', () => {
  it('says what, where and why, and its settling records the people behind it', async () => {
    const { t, world } = declared();
    await world.work();
    expect(world.pager.requests).toEqual([
      {
        dedupKey: KEY,
        summary: 'P3 Medium Architect Dashboard API: API down (INC-42)',
        severity: 'warning',
        source: 'tocsin',
        details: expect.objectContaining({ incident: 'INC-42', level: 1, target: L1, impact: 'nobody can log in' }),
      },
    ]);
    expect(t.state.pages[L1]).toMatchObject({ status: 'accepted', people: [expect.any(String)], routingKey: null });
    expect(world.slack.said.filter((m) => m.channel.startsWith('U'))).toHaveLength(1);
  });

  it('whose reply was lost is sent again with the same key: one alert', async () => {
    const { t, world } = declared();
    world.pager.troubles.add('trigger', 'after', new Fault('unknown', 'pagerduty.timeout', 'no answer'));
    expect(await world.try('/trigger')).toMatchObject({ kind: 'again', doubt: true });
    expect(t.state.pages[L1]?.status).toBe('sending');
    expect(await world.try('/trigger')).toMatchObject({ kind: 'done' });
    expect(world.pager.requests).toHaveLength(2);
    expect(world.pager.opened).toHaveLength(1);
  });

  it.each(['triggered', 'acknowledged', 'resolved'] as const)(
    'whose reply was lost, and which came back %s meanwhile, is not sent again (PD-07)',
    async (event) => {
      const { t, world } = declared();
      world.pager.troubles.add('trigger', 'after', new Fault('unknown', 'pagerduty.timeout', 'no answer'));
      await world.try('/trigger');
      if (event === 'resolved') for (const a of world.pager.opened) a.status = 'resolved';
      t.webhook(event, L1);
      expect(await world.try('/trigger')).toMatchObject({ kind: 'done' });
      expect(world.pager.opened).toHaveLength(1);
      expect(t.state.pages[L1]?.people).toHaveLength(1);
    },
  );

  it('is not sent for an incident that is over, nor for a generation that is over', async () => {
    const { t, world } = declared();
    t.do('incident.resolve', {});
    expect(await world.try('g1/page/oncall:architect/trigger')).toEqual({ kind: 'done' });
    expect(world.pager.requests).toEqual([]);
    const { t: again, world: other } = declared();
    again.do('incident.resolve', {});
    again.do('incident.state', { status: 'reopened' });
    expect(await other.try('g1/page/oncall:architect/trigger')).toEqual({ kind: 'done' });
    await other.try('g1/page/oncall:architect/resolve');
    await other.try('g2/page/oncall:architect/trigger');
    expect(other.pager.opened.map((a) => a.dedupKey)).toEqual([KEY.replace('g1', 'g2')]);
  });

  it('waits as long as PagerDuty asks, and is told when it is refused for good', async () => {
    const { t, world } = declared();
    world.pager.troubles.add(
      'trigger',
      'before',
      new Fault('retry', 'pagerduty.429', 'slow down', { retryAfter: 7_000 }),
    );
    expect(await world.try('/trigger')).toEqual({ kind: 'again', reason: 'pagerduty.429: slow down', after: 7_000 });
    world.pager.troubles.add('trigger', 'before', new Fault('permanent', 'pagerduty.400', 'invalid routing key'));
    expect((await world.try('/trigger')).kind).toBe('failed');
    expect(t.state.pages[L1]).toMatchObject({ status: 'failed', failure: 'pagerduty.400: invalid routing key' });
    expect(t.pages().slice(1)).toHaveLength(2);
    // The second path: the people behind it are told in Slack.
    await world.try('look-up');
    await world.try('/dm/');
    expect(world.slack.said.map((m) => m.channel[0])).toEqual(['U']);
  });
});

describe('acknowledging and resolving', () => {
  it('follow their trigger, with the key and the way of the trigger', async () => {
    const { t, world } = declared('p1');
    await world.work();
    t.do('incident.ack', {});
    await world.work();
    expect(world.pager.opened.map((a) => a.status)).toEqual(['acknowledged', 'acknowledged', 'acknowledged']);
    t.do('incident.resolve', {});
    await world.work();
    expect(world.pager.opened.map((a) => a.status)).toEqual(['resolved', 'resolved', 'resolved']);
    expect(Object.values(t.state.pages).map((p) => p.status)).toEqual(['resolved', 'resolved', 'resolved']);
  });

  it('go to the routing key that was used, also when the files name another by now (PD-12)', async () => {
    const routed = (key: string) =>
      shippedCatalog({
        'org/people.yaml': (y) => y.replace('  manager: [mona]', `  manager: { people: [mona], routingKey: ${key} }`),
      });
    const t = play({ catalog: routed('PAGERDUTY_ROUTING_KEY_OLD') });
    const world = new Outside(t);
    t.declare('p1');
    await world.work();
    t.catalog = { ...routed('PAGERDUTY_ROUTING_KEY_NEW'), deployment: 'renamed' };
    t.do('incident.ack', {});
    t.do('incident.resolve', {});
    await world.work();
    expect(world.pager.opened.map((a) => [a.routingKey, a.status])).toEqual([
      [undefined, 'resolved'],
      ['PAGERDUTY_ROUTING_KEY_OLD', 'resolved'],
      [undefined, 'resolved'],
    ]);
  });

  it('a resolve that PagerDuty refuses is told, not swallowed', async () => {
    const { t, world } = declared();
    await world.work();
    t.do('incident.resolve', {});
    world.pager.troubles.add('resolve', 'before', new Fault('permanent', 'pagerduty.400', 'no'));
    await world.work();
    expect(t.happened('page.stuck')).toHaveLength(1);
  });
});

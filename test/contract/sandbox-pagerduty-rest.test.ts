/** The simulated REST API v2, through the real pdjs. */
import {
  ANA,
  BO,
  newReceiver,
  newWorld,
  OTHER_KEY,
  restOf,
  send,
  TOKEN,
  type World,
} from './sandbox-pagerduty-help.ts';

describe('simulated PagerDuty, REST API v2', () => {
  let world: World;
  beforeEach(async () => {
    world = await newWorld();
  });
  afterEach(() => world.pd.close());

  const oncalls = async (query: Record<string, string | string[]> = {}) => {
    const { data } = await restOf(world).get('/oncalls', { queryParameters: query });
    return (data.oncalls as { user: { summary: string }; escalation_level: number }[]).map(
      (o) => `${o.user.summary}/${o.escalation_level}`,
    );
  };

  it('P-20 wants the token', async () => {
    const r = await restOf(world, 'wrong').get('/users');
    expect([r.response.status, r.data.error.code]).toEqual([401, 2006]);
  });

  it('says who is on call, by policy, schedule and time', async () => {
    expect(await oncalls()).toEqual(['Ana Admin/1', 'Bo Backend/1', 'Bo Backend/2']);
    const { data } = await restOf(world).get('/oncalls');
    const first = data.oncalls[0];
    expect(await oncalls({ 'escalation_policy_ids[]': [first.escalation_policy.id] })).toEqual([
      'Ana Admin/1',
      'Bo Backend/2',
    ]);
    expect(await oncalls({ 'schedule_ids[]': ['PNONE'] })).toEqual([]);

    const start = world.clock.now() + 3_600_000;
    const shift = { start, end: start + 3_600_000 };
    world.pd.addRoutingKey('c'.repeat(32), {
      service: 'night',
      users: [{ name: 'Cy', email: 'cy@example.com', shift }],
    });
    expect(await oncalls()).not.toContain('Cy/1');
    const since = new Date(start).toISOString();
    expect(await oncalls({ since, until: new Date(start + 1).toISOString() })).toContain('Cy/1');
    world.clock.advance(3_700_000);
    expect(await oncalls()).toContain('Cy/1');
    const bad = await restOf(world).get('/oncalls', { queryParameters: { since, until: '2020-01-01T00:00:00Z' } });
    expect([bad.response.status, bad.data.error.code]).toEqual([400, 2001]);
  });

  it('pages through lists', async () => {
    const all = await restOf(world).all('/oncalls', { data: { limit: 1 } });
    expect(all.resource).toHaveLength(3);
    expect(all.data.map((d: { more: boolean }) => d.more)).toEqual([true, true, false]);
  });

  it('knows users, services, abilities and priorities', async () => {
    const pd = restOf(world);
    const { resource: users } = await pd.get('/users');
    expect(users).toMatchObject([{ ...ANA, type: 'user' }, BO]);
    expect((await pd.get(`/users/${users[1].id}`)).data.user).toEqual(users[1]);
    expect((await pd.get('/users/PNOBODY')).data).toEqual({ error: { message: 'Not Found', code: 2100 } });
    const { data } = await pd.get('/services');
    expect(data.services.map((s: { name: string }) => s.name)).toEqual(['api', 'database']);
    expect((await pd.get('/abilities')).data.abilities).toContain('teams');
    expect((await pd.get('/priorities')).data.priorities[0].name).toBe('P1');
    expect((await pd.get('/nothing')).response.status).toBe(404);
  });

  it('finds incidents by key and status', async () => {
    await send(world, 'trigger', 'inc-1');
    await send(world, 'trigger', 'inc-2', { routing_key: OTHER_KEY });
    await send(world, 'acknowledge', 'inc-2', { routing_key: OTHER_KEY });
    const find = async (queryParameters: Record<string, string | string[]>) =>
      (await restOf(world).get('/incidents', { queryParameters })).data.incidents.map(
        (i: { incident_key: string; status: string }) => `${i.incident_key} ${i.status}`,
      );
    expect(await find({})).toEqual(['inc-1 triggered', 'inc-2 acknowledged']);
    expect(await find({ incident_key: 'inc-2' })).toEqual(['inc-2 acknowledged']);
    expect(await find({ 'statuses[]': ['triggered', 'resolved'] })).toEqual(['inc-1 triggered']);
  });

  it('changes an incident in the name of the From address, and of nobody else', async () => {
    await send(world, 'trigger', 'inc-1');
    const id = world.pd.incidents()[0]?.id;
    const put = (from: string | undefined, incident: object) =>
      restOf(world).put(`/incidents/${id}`, {
        headers: {
          Accept: 'application/vnd.pagerduty+json;version=2',
          Authorization: `Token token=${TOKEN}`,
          ...(from ? { From: from } : {}),
        },
        data: { incident: { type: 'incident_reference', ...incident } },
      });
    expect((await put(undefined, { status: 'acknowledged' })).response.status).toBe(400);
    expect((await put('stranger@example.com', { status: 'acknowledged' })).response.status).toBe(400);
    expect((await put(BO.email, { status: 'acknowledged' })).data.incident).toMatchObject({
      status: 'acknowledged',
      acknowledgements: [{ acknowledger: { summary: BO.name } }],
    });
    expect(world.pd.phones()[0]).toMatchObject({
      email: ANA.email,
      ringing: [],
      calls: [{ stoppedBy: 'acknowledged' }],
    });
    expect((await put(BO.email, { priority: { id: 'PRIOP1' } })).data.incident.priority.summary).toBe('P1');
    expect((await put(BO.email, { status: 'resolved' })).data.incident.status).toBe('resolved');
    expect(world.pd.alerts()[0]?.status).toBe('resolved');
    expect((await put(BO.email, { status: 'acknowledged' })).data.error).toEqual({
      message: 'Invalid Input Provided',
      code: 2001,
      errors: ['Incident Already Resolved'],
    });
    const { data } = await restOf(world).get(`/incidents/${id}/log_entries`);
    expect(data.log_entries.map((e: { type: string }) => e.type)).toEqual([
      'resolve_log_entry',
      'priority_change_log_entry',
      'acknowledge_log_entry',
      'notify_log_entry',
      'trigger_log_entry',
    ]);
  });

  it('P-22 lists webhook subscriptions, and whether they are off for a while', async () => {
    const receiver = await newReceiver();
    receiver.answers = [400];
    world.pd.webhooks.subscribe(receiver.url, 'whsec-1');
    const list = async () => (await restOf(world).get('/webhook_subscriptions')).data;
    expect(await list()).toMatchObject({
      more: false,
      webhook_subscriptions: [
        {
          active: true,
          events: expect.arrayContaining(['incident.acknowledged']),
          delivery_method: { url: receiver.url, temporarily_disabled: false },
        },
      ],
    });
    for (const key of ['a', 'b', 'c']) await send(world, 'trigger', key);
    await world.pd.webhooks.settled();
    expect((await list()).webhook_subscriptions[0].delivery_method.temporarily_disabled).toBe(true);
    await receiver.close();
  });

  it('P-21 counts 960 requests a minute down in headers, then answers 429', async () => {
    const first = await restOf(world).get('/abilities');
    expect(first.response.headers.get('ratelimit-limit')).toBe('960');
    expect(first.response.headers.get('ratelimit-remaining')).toBe('959');
    expect(Number(first.response.headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60);
    const headers = { authorization: `Token token=${TOKEN}` };
    for (let i = 0; i < 959; i += 137) {
      await Promise.all(Array.from({ length: 137 }, () => fetch(`${world.pd.apiUrl}/abilities`, { headers })));
    }
    const over = await fetch(`${world.pd.apiUrl}/abilities`, { headers });
    expect(over.status).toBe(429);
    expect(over.headers.get('ratelimit-remaining')).toBe('0');
    expect(await over.json()).toEqual({ error: { message: 'Rate Limit Exceeded', code: 2020 } });
    world.clock.advance(60_000);
    expect((await fetch(`${world.pd.apiUrl}/abilities`, { headers })).status).toBe(200);
  });
});

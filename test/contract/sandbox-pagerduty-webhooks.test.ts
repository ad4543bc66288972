/** Webhooks of the simulated PagerDuty: their shape and signature, and every way delivery goes wrong. */
import { createHmac } from 'node:crypto';
import { ANA, BO, newReceiver, newWorld, type Receiver, send, type World } from './sandbox-pagerduty-help.ts';

const SECRET = 'whsec-1';

describe('simulated PagerDuty, webhooks v3', () => {
  let receiver: Receiver;
  let world: World;
  beforeEach(async () => {
    receiver = await newReceiver();
    world = await newWorld({ webhook: { url: receiver.url, secret: SECRET } });
  });
  afterEach(async () => {
    await world.pd.close();
    await receiver.close();
  });

  const types = () => receiver.got.map((r) => (r.body as { event: { event_type: string } }).event.event_type);
  const trigger = async (key = 'inc-1') => {
    await send(world, 'trigger', key);
    await world.pd.webhooks.settled();
  };
  const hmac = (raw: Buffer, secret: string) => `v1=${createHmac('sha256', secret).update(raw).digest('hex')}`;

  it('P-12 posts the event as PagerDuty does, signed over the raw body', async () => {
    await trigger();
    const [got] = receiver.got;
    const incident = world.pd.incidents()[0];
    expect(got?.body).toMatchObject({
      event: {
        event_type: 'incident.triggered',
        resource_type: 'incident',
        agent: { type: 'inbound_integration_reference' },
        client: null,
        data: {
          id: incident?.id,
          type: 'incident',
          number: 1,
          status: 'triggered',
          incident_key: 'inc-1',
          title: 'API down',
          service: { summary: 'api', type: 'service_reference' },
          assignees: [{ summary: ANA.name, type: 'user_reference' }],
          teams: [],
          priority: null,
          urgency: 'high',
        },
      },
    });
    expect(got?.headers['x-pagerduty-signature']).toBe(hmac(got?.raw ?? Buffer.alloc(0), SECRET));
    expect(got?.headers['x-webhook-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(got?.headers['x-webhook-subscription']).toBe(world.pd.webhooks.subscriptions()[0]?.id);
  });

  it('P-13 tells what people do, and who did it', async () => {
    await trigger();
    const ana = world.pd.as(ANA.email);
    await ana.acknowledge(1);
    await ana.unacknowledge(1);
    await ana.setPriority(1, 'P1');
    await ana.escalate(1);
    await ana.reassign(1, ['dora@example.com']);
    await world.pd.as('dora@example.com').resolve(world.pd.incidents()[0]?.id ?? '');
    expect(types()).toEqual([
      'incident.triggered',
      'incident.acknowledged',
      'incident.unacknowledged',
      'incident.priority_updated',
      'incident.escalated',
      'incident.reassigned',
      'incident.resolved',
    ]);
    expect(receiver.got[1]?.body).toMatchObject({
      event: { agent: { type: 'user_reference', summary: ANA.name }, data: { status: 'acknowledged' } },
    });
    const calls = world.pd.phones().map((p) => [p.name, p.calls.map((c) => c.stoppedBy)]);
    expect(calls).toEqual([
      [ANA.name, ['acknowledged', 'reassigned']],
      [BO.name, ['reassigned']],
      ['dora@example.com', ['resolved']],
    ]);
    expect(() => world.pd.as('nobody@example.com')).toThrow('not a user');
    await expect(ana.acknowledge(99)).rejects.toThrow('no PagerDuty incident 99');
  });

  it('P-14 signs with every secret during a rotation', async () => {
    world.pd.webhooks.rotate(['whsec-2', SECRET]);
    await world.pd.webhooks.ping();
    const raw = receiver.got[0]?.raw ?? Buffer.alloc(0);
    expect(receiver.got[0]?.headers['x-pagerduty-signature']).toBe(`${hmac(raw, 'whsec-2')},${hmac(raw, SECRET)}`);
    expect(types()).toEqual(['pagey.ping']);
  });

  it('P-15 retries a 5xx and a 429 when time has passed, keeping the order of the incident', async () => {
    receiver.answers = [500, 429, 200];
    await trigger();
    await send(world, 'acknowledge', 'inc-1');
    await world.pd.webhooks.settled();
    expect(types()).toEqual(['incident.triggered']); // the acknowledgement waits behind it
    world.clock.advance(1_000);
    await world.pd.webhooks.settled();
    world.clock.advance(2_000);
    await world.pd.webhooks.settled();
    expect(types()).toEqual([...Array(3).fill('incident.triggered'), 'incident.acknowledged']);
    expect(world.pd.webhooks.attempts.map((a) => [a.attempt, a.result, a.outcome])).toEqual([
      [1, 500, 'retry'],
      [2, 429, 'retry'],
      [3, 200, 'delivered'],
      [1, 200, 'delivered'],
    ]);
    expect(new Set(receiver.got.slice(0, 3).map((r) => r.headers['x-webhook-id'])).size).toBe(1);
  });

  it('P-15 retries in its own time too', async () => {
    receiver.answers = [503, 200];
    await trigger();
    await receiver.count(2);
    expect(types()).toEqual(['incident.triggered', 'incident.triggered']);
  });

  it('P-15 does not let one incident hold up another', async () => {
    receiver.answers = [500, 200];
    await trigger('inc-1');
    await trigger('inc-2');
    expect(world.pd.webhooks.attempts.map((a) => a.result)).toEqual([500, 200]);
  });

  it('P-15 gives a receiver its time-out, and retries', async () => {
    await world.pd.close();
    world = await newWorld({ webhook: { url: receiver.url, secret: SECRET }, webhookTimeoutMs: 50 });
    receiver.answers = ['hang', 200];
    await trigger();
    expect(world.pd.webhooks.attempts).toMatchObject([{ result: 'timeout', outcome: 'retry' }]);
    world.clock.advance(1_000);
    await world.pd.webhooks.settled();
    expect(world.pd.webhooks.attempts.at(-1)).toMatchObject({ attempt: 2, outcome: 'delivered' });
  });

  it('P-16 gives up after 48 hours', async () => {
    receiver.answers = [500];
    await trigger();
    for (let hour = 0; hour <= 60; hour++) {
      world.clock.advance(3_600_000);
      await world.pd.webhooks.settled();
    }
    const { attempts } = world.pd.webhooks;
    expect(attempts.at(-1)?.outcome).toBe('dropped');
    expect((attempts.at(-1)?.at ?? 0) - (attempts[0]?.at ?? 0)).toBeLessThanOrEqual(49 * 3_600_000);
  });

  it('P-17 drops at a 4xx, and after three drops is silent for a day', async () => {
    receiver.answers = [400, 404, 401, 200];
    for (const key of ['a', 'b', 'c', 'd']) await trigger(key);
    expect(types()).toHaveLength(3);
    expect(world.pd.webhooks.subscriptions()[0]).toMatchObject({ drops: 3, disabledUntil: expect.any(Number) });
    world.clock.advance(24 * 3_600_000);
    await trigger('e');
    expect(types()).toHaveLength(4);
    expect(world.pd.webhooks.subscriptions()[0]).toMatchObject({ drops: 0, disabledUntil: undefined });
  });

  it('P-17 can be enabled by hand', async () => {
    receiver.answers = [400, 400, 400, 200];
    for (const key of ['a', 'b', 'c']) await trigger(key);
    world.pd.webhooks.enable();
    await trigger('d');
    expect(types()).toHaveLength(4);
  });

  it('P-18 delivers late, twice, and in the wrong order on demand', async () => {
    const { webhooks } = world.pd;
    webhooks.hold();
    await trigger();
    await world.pd.as(ANA.email).acknowledge(1);
    expect(types()).toEqual([]);
    await webhooks.release('reversed');
    expect(types()).toEqual(['incident.acknowledged', 'incident.triggered']);

    webhooks.duplicate();
    await world.pd.as(ANA.email).resolve(1);
    expect(types().slice(2)).toEqual(['incident.resolved', 'incident.resolved']);
    const ids = receiver.got.map((r) => r.headers['x-webhook-id']);
    expect(ids[2]).toBe(ids[3]);

    await webhooks.redeliver(webhooks.messages[0]?.eventId);
    expect(receiver.got.at(-1)?.raw).toEqual(receiver.got[1]?.raw);
    expect(receiver.got.at(-1)?.headers['x-webhook-id']).toBe(ids[1]);
  });

  it('P-19 can be imitated by somebody without the secret', async () => {
    receiver.answers = [401];
    await trigger();
    const body = receiver.got[0]?.body;
    expect(await world.pd.webhooks.forge(body, 'guessed')).toBe(401);
    expect(await world.pd.webhooks.forge(body)).toBe(401);
    const [, guessed, bare] = receiver.got;
    expect(guessed?.headers['x-pagerduty-signature']).not.toBe(hmac(guessed?.raw ?? Buffer.alloc(0), SECRET));
    expect(bare?.headers['x-pagerduty-signature']).toBeUndefined();
  });

  it('follows when the address changes', async () => {
    const other = await newReceiver();
    world.pd.setWebhook(other.url, 'another');
    await trigger();
    expect([receiver.got.length, other.got.length]).toEqual([0, 1]);
    await other.close();
  });
});

/** The simulated Events API v2, through the real pdjs: what folds, what opens anew, what is dropped, what is refused. */
import fs from 'node:fs';
import https from 'node:https';
import { event } from '@pagerduty/pdjs';
import { ANA, BO, KEY, newWorld, OTHER_KEY, send, type World } from './sandbox-pagerduty-help.ts';

describe('simulated PagerDuty, Events API v2', () => {
  let world: World;
  beforeEach(async () => {
    world = await newWorld();
  });
  afterEach(() => world.pd.close());

  const alerts = () => world.pd.alerts().map((a) => [a.dedupKey, a.status, a.triggers]);

  it('P-1 opens an alert and an incident, and calls the first level only', async () => {
    const r = await send(world, 'trigger', 'inc-1');
    expect(r).toEqual({ status: 202, body: { status: 'success', message: 'Event processed', dedup_key: 'inc-1' } });
    expect(alerts()).toEqual([['inc-1', 'triggered', 1]]);
    expect(world.pd.incidents()).toMatchObject([
      { number: 1, status: 'triggered', title: 'API down', urgency: 'high', incidentKey: 'inc-1', assignees: [ANA] },
    ]);
    expect(world.pd.incidents()[0]?.id).toMatch(/^Q[0-9A-Z]{13}$/);
    expect(world.pd.phones()).toMatchObject([
      { ...ANA, ringing: [{ number: 1, dedupKey: 'inc-1', title: 'API down' }] },
    ]);
  });

  it('P-2 folds a repeated trigger into the open alert, and nobody is called twice', async () => {
    for (let i = 0; i < 3; i++) await send(world, 'trigger', 'inc-1');
    await send(world, 'acknowledge', 'inc-1');
    await send(world, 'trigger', 'inc-1');
    expect(alerts()).toEqual([['inc-1', 'acknowledged', 4]]);
    expect(world.pd.incidents()).toHaveLength(1);
    expect(world.pd.phones()[0]?.calls).toHaveLength(1);
    expect(world.pd.phones()[0]?.ringing).toEqual([]);
  });

  it('P-3 opens a new alert and incident when a trigger comes after the resolve', async () => {
    await send(world, 'trigger', 'inc-1');
    await send(world, 'resolve', 'inc-1');
    await send(world, 'trigger', 'inc-1');
    expect(alerts()).toEqual([
      ['inc-1', 'resolved', 1],
      ['inc-1', 'triggered', 1],
    ]);
    expect(world.pd.incidents().map((i) => i.status)).toEqual(['resolved', 'triggered']);
  });

  it('P-4 accepts and drops an acknowledge or resolve before the trigger, or on another routing key', async () => {
    expect((await send(world, 'acknowledge', 'inc-1')).status).toBe(202);
    expect((await send(world, 'resolve', 'inc-1')).status).toBe(202);
    expect(alerts()).toEqual([]);
    await send(world, 'trigger', 'inc-1');
    expect((await send(world, 'acknowledge', 'inc-1', { routing_key: OTHER_KEY })).status).toBe(202);
    expect((await send(world, 'resolve', 'inc-1', { routing_key: OTHER_KEY })).status).toBe(202);
    expect(alerts()).toEqual([['inc-1', 'triggered', 1]]);
    await send(world, 'trigger', 'inc-1', { routing_key: OTHER_KEY });
    expect(world.pd.incidents()).toHaveLength(2); // the same key on another integration is another alert
  });

  it('P-5 makes a dedup key when there is none', async () => {
    const one = await send(world, 'trigger', undefined);
    const two = await send(world, 'trigger', undefined);
    expect(one.body.dedup_key).toMatch(/^[0-9a-f]{32}$/);
    expect(two.body.dedup_key).not.toBe(one.body.dedup_key);
    expect(world.pd.alerts()[0]?.dedupKey).toBe(one.body.dedup_key);
  });

  it('calls the responders an event names instead of the on-call', async () => {
    const payload = { summary: 's', source: 't', severity: 'warning' };
    const responders = [BO, { name: 'Cy Chief', email: 'cy@example.com' }];
    await send(world, 'trigger', 'inc-1', { payload: { ...payload, custom_details: { responders } } });
    expect(world.pd.phones().map((p) => p.email)).toEqual([BO.email, 'cy@example.com']);
    expect(world.pd.incidents()[0]?.urgency).toBe('low');
  });

  const payload = (over: object) => ({ payload: { summary: 's', source: 't', severity: 'info', ...over } });
  it.each([
    ['no routing key', { routing_key: undefined }, "'routing_key' is missing or blank"],
    ['an unknown routing key', { routing_key: 'f'.repeat(32) }, 'invalid routing key'],
    [
      'a short routing key',
      { routing_key: 'f' },
      "invalid routing key: length of 'routing_key' is incorrect (should be 32 characters)",
    ],
    [
      'an unknown action',
      { event_action: 'page' },
      "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
    ],
    ['no payload', { payload: undefined }, "'payload' is missing or blank"],
    ['no summary', payload({ summary: '' }), "'payload.summary' is missing or blank"],
    [
      'a long summary',
      payload({ summary: 'x'.repeat(1025) }),
      "'payload.summary' is too long (maximum is 1024 characters)",
    ],
    ['no source', payload({ source: undefined }), "'payload.source' is missing or blank"],
    [
      'an unknown severity',
      payload({ severity: 'sev1' }),
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    ],
    ['a long dedup key', { dedup_key: 'k'.repeat(256) }, "'dedup_key' is too long (maximum is 255 characters)"],
    [
      'an acknowledge without key',
      { event_action: 'acknowledge', dedup_key: undefined },
      "'dedup_key' is missing or blank",
    ],
  ])('P-6 refuses %s with 400 and says why', async (_, over, error) => {
    const r = await send(world, 'trigger', 'inc-1', over);
    expect(r).toEqual({
      status: 400,
      body: { status: 'invalid event', message: 'Event object is invalid', errors: [error] },
    });
    expect(alerts()).toEqual([]);
  });

  it('P-7 takes exactly 1024 characters of summary and 255 of key', async () => {
    const r = await send(world, 'trigger', 'k'.repeat(255), payload({ summary: 'x'.repeat(1024) }));
    expect(r.status).toBe(202);
  });

  it('P-7 refuses more than 512 KB, and what is not JSON', async () => {
    const big = await send(world, 'trigger', 'inc-1', payload({ custom_details: { log: 'x'.repeat(512 * 1024) } }));
    expect(big.status).toBe(413);
    const res = await fetch(`${world.pd.eventsUrl}/v2/enqueue`, { method: 'POST', body: '{"routing_key":' });
    expect(res.status).toBe(400);
    expect(await res.json()).toMatchObject({ status: 'Unrecognized object', errors: ['JSON parse error'] });
  });

  it('P-8 takes 120 events a minute per routing key', async () => {
    const raw = (key: string) =>
      fetch(`${world.pd.eventsUrl}/v2/enqueue`, {
        method: 'POST',
        body: JSON.stringify({ routing_key: key, event_action: 'resolve', dedup_key: 'none' }),
      });
    const statuses = (await Promise.all(Array.from({ length: 125 }, () => raw(KEY)))).map((r) => r.status);
    expect(statuses.filter((s) => s === 202)).toHaveLength(120);
    expect(statuses.filter((s) => s === 429)).toHaveLength(5);
    expect((await raw(OTHER_KEY)).status).toBe(202);
    expect((await send(world, 'trigger', 'late')).body).toMatchObject({ status: 'throttle exceeded' });
    world.clock.advance(60_000);
    expect((await send(world, 'trigger', 'later')).status).toBe(202);
  });

  it('P-9 accepts and drops on demand', async () => {
    world.pd.dropEvents(true, KEY);
    expect((await send(world, 'trigger', 'inc-1')).status).toBe(202);
    expect((await send(world, 'trigger', 'inc-1', { routing_key: OTHER_KEY })).status).toBe(202);
    expect(world.pd.alerts().map((a) => a.routingKey)).toEqual([OTHER_KEY]);
    world.pd.dropEvents(false, KEY);
    await send(world, 'trigger', 'inc-1');
    expect(world.pd.alerts()).toHaveLength(2);
  });

  it('P-10 can lose the reply after the event was taken: the retry folds', async () => {
    world.faults.add({ server: 'pagerduty', match: /POST \/v2\/enqueue/, fault: { kind: 'lostReply' } });
    await expect(send(world, 'trigger', 'inc-1')).rejects.toThrow();
    expect((await send(world, 'trigger', 'inc-1')).status).toBe(202);
    expect(alerts()).toEqual([['inc-1', 'triggered', 2]]);
    expect(world.ledger.of('pagerduty', '/v2/enqueue').map((e) => e.status)).toEqual([0, 202]);
  });

  it('P-11 serves https with a certificate of a private authority', async () => {
    const read = (end: string) => fs.readFileSync(`test/contract/fixtures/localhost-test-only.${end}`, 'utf8');
    const secure = await newWorld({ tls: { cert: read('crt'), key: read('key') } });
    const { host } = new URL(secure.pd.tlsUrl ?? '');
    const data = {
      routing_key: KEY,
      event_action: 'trigger' as const,
      dedup_key: 'inc-1',
      payload: { summary: 's', source: 't', severity: 'info' as const },
    };
    const trusting = { server: host, data, requestTimeout: 0, agent: new https.Agent({ ca: read('crt') }) };
    expect((await event(trusting)).response.status).toBe(202);
    await expect(event({ server: host, data, requestTimeout: 0 })).rejects.toThrow(/self-signed certificate/);
    expect(secure.pd.alerts()).toHaveLength(1);
    await secure.pd.close();
  });
});

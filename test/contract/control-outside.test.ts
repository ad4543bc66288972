/** Over the control API one takes calls, releases, moves the clock, breaks things, and reads every exchange. */
import type {
  ClockSection,
  FaultRow,
  GuideSection,
  PhoneRow,
  ProcessesSection,
  TrafficDetail,
  TrafficRow,
  WorldSection,
} from '../../src/sandbox/control/wire.ts';
import { type ControlWorld, controlWorld, routingKey } from './support/control-rig.ts';
import { refusal } from './support/slack-world.ts';

let w: ControlWorld;
beforeEach(async () => {
  w = await controlWorld();
});
afterEach(() => w.close());

async function page(key: string): Promise<number> {
  const res = await fetch(`${w.rig().pagerduty.eventsUrl}/v2/enqueue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      routing_key: routingKey,
      event_action: 'trigger',
      dedup_key: key,
      payload: { summary: 'API down', source: 'test', severity: 'critical' },
    }),
  });
  return res.status;
}
const phones = () => w.get<PhoneRow[]>('/api/phones');
const traffic = async (after = 0) => (await w.get<{ rows: TrafficRow[] }>(`/api/traffic?after=${after}`)).rows;
const faults = async (id: string) => (await w.get<FaultRow[]>('/api/faults')).find((f) => f.id === id);
const fault = (id: string, on: boolean) => w.post<{ said?: string }>('/api/faults', { id, on });

test('a phone that rings is answered, and stops', async () => {
  await page('one');
  const [phone] = await phones();
  expect(phone).toMatchObject({ name: 'Alice Archer', user: 'U0ALICE', ringing: true });
  const { incidentId } = phone!.calls[0]!;
  await w.post('/api/phones', { email: 'alice@example.com', incidentId, do: 'acknowledge' });
  expect(await phones()).toEqual([
    expect.objectContaining({ ringing: false, calls: [expect.objectContaining({ stoppedBy: 'acknowledged' })] }),
  ]);
  expect(w.rig().pagerduty.incidents()[0]?.status).toBe('acknowledged');
  const wrong = await w.refused('/api/phones', { email: 'alice@example.com', incidentId: 'Q1', do: 'acknowledge' });
  expect(wrong).toMatchObject({ status: 404, where: 'incidentId', message: expect.stringContaining(incidentId) });
});

test('a release rolls out, is known to be bad, and fails for those who ask the service', async () => {
  await w.post('/api/world', { do: 'deploy', release: 'crash' });
  await w.post('/api/clock', { do: 'advance', ms: 180_000 });
  const world = await w.get<WorldSection>('/api/world');
  expect(world.image).toMatch(/:v42$/);
  expect(world.revisions.map((r) => [r.revision, r.bad, r.current]).slice(0, 2)).toEqual([
    [42, true, true],
    [41, false, false],
  ]);
  expect(world.pods.some((p) => p.status === 'CrashLoopBackOff' && p.restarts > 0)).toBe(true);
  expect(world.health).toEqual({ ok: false, status: 503 });
  expect(world.traffic).toMatchObject({ rps: 200, failing: 1 });
  const { points } = await w.get<{ points: [number, number][] }>('/api/series');
  expect(points[0]![1]).toBeLessThan(0.001);
  expect(points.at(-1)![1]).toBe(1);
  await w.post('/api/world', { do: 'deploy', release: 'good' });
  await w.post('/api/world', { do: 'scale', replicas: 4 });
  await w.post('/api/world', { do: 'traffic', rps: 50 });
  await w.post('/api/clock', { do: 'advance', ms: 180_000 });
  const after = await w.get<WorldSection>('/api/world');
  expect(after).toMatchObject({ replicas: 4, ready: 4, health: { ok: true }, traffic: { rps: 50 } });
  expect(after.image).toMatch(/:v43$/);
});

test('the clock says when the next thing happens', async () => {
  const { now, next } = await w.get<ClockSection>('/api/clock');
  expect(next).toEqual({ at: expect.any(Number), what: 'Level 2 pages the lead' });
  await w.post('/api/clock', { do: 'advance', ms: 60_000 });
  expect((await w.get<ClockSection>('/api/clock')).now).toBeGreaterThanOrEqual(now + 60_000);
});

test('Slack turns calls away while that is on, and counts them', async () => {
  const { web } = w.rig().world;
  await fault('slack-429', true);
  await fault('slack-429', true);
  expect(await refusal(web.auth.test()).catch((e: Error) => e.message)).toMatch(/rate.?limit/i);
  expect(await faults('slack-429')).toMatchObject({ on: true, hits: 1, kind: 'switch' });
  await fault('slack-429', false);
  expect((await web.auth.test()).ok).toBe(true);
  expect(await faults('slack-429')).toMatchObject({ on: false, hits: 1 });
});

test('PagerDuty is down, or only its answers get lost: then the page went out all the same', async () => {
  await fault('pagerduty-down', true);
  expect(await page('one')).toBe(503);
  await fault('pagerduty-down', false);
  expect(await phones()).toEqual([]);
  await fault('pagerduty-lost-replies', true);
  await expect(page('one')).rejects.toThrow();
  expect(await phones()).toHaveLength(1);
});

test('the cluster and its monitoring go away and come back', async () => {
  const { cluster } = w.rig();
  for (const [id, url] of [
    ['kubernetes-down', `${cluster.kubernetes.url}/healthz`],
    ['prometheus-down', `${cluster.prometheus.url}/api/v1/query?query=1`],
  ] as const) {
    await fault(id, true);
    expect((await fetch(url)).status).toBe(503);
    await fault(id, false);
    expect((await fetch(url)).status).toBe(200);
  }
});

test('webhooks are kept back and come in the wrong order', async () => {
  const { webhooks } = w.rig().pagerduty;
  w.rig().pagerduty.setWebhook(`${w.rig().cluster.service.url}/`, 'secret');
  await fault('pagerduty-webhooks-late', true);
  await page('one');
  const { incidentId } = (await phones())[0]!.calls[0]!;
  await w.post('/api/phones', { email: 'alice@example.com', incidentId, do: 'resolve' });
  expect(webhooks.attempts).toEqual([]);
  expect(await faults('pagerduty-webhooks-late')).toMatchObject({ on: true, hits: 2 });
  await fault('pagerduty-webhooks-late', false);
  expect(webhooks.attempts.map((a) => a.type)).toEqual(['incident.resolved', 'incident.triggered']);
});

test('what strikes once says what it did', async () => {
  expect(await fault('kill-worker', true)).toEqual({ ok: true, said: 'Killed worker 1 (pid 4000001)' });
  expect(await fault('kill-worker', true)).toEqual({ ok: true, said: 'Killed worker 2 (pid 4000002)' });
  expect(await w.refused('/api/faults', { id: 'kill-worker', on: true })).toMatchObject({ status: 409 });
  expect(await fault('kill-bot', true)).toEqual({ ok: true, said: 'Killed bot (pid 4000000)' });
  expect(w.rig().killed).toEqual(['worker 1', 'worker 2', 'bot']);
  expect(await fault('flush-queue', true)).toEqual({ ok: true, said: 'Deleted 7 entries of the queue' });
  expect(await faults('flush-queue')).toMatchObject({ kind: 'stroke', on: false, hits: 1 });
  expect(await w.refused('/api/faults', { id: 'kill-bot', on: false })).toMatchObject({ status: 422, where: 'on' });
  const { processes } = await w.get<ProcessesSection>('/api/processes');
  expect(processes.map((p) => p.name)).toEqual(['bot', 'worker 1', 'worker 2']);
});

test('an exchange is kept whole: what was asked, what was answered, and what was delivered', async () => {
  const before = (await traffic()).at(-1)?.n ?? 0;
  w.rig().pagerduty.setWebhook(`${w.rig().cluster.service.url}/hook`, 'secret');
  await page('one');
  await w.rig().pagerduty.webhooks.settled();
  await w.post('/api/act', { as: 'U0ALICE', do: 'command', channel: 'incidents', command: '/try', text: 'it' });
  const rows = await traffic(before);
  const row = (fits: (r: TrafficRow) => boolean) => w.get<TrafficDetail>(`/api/traffic/${rows.find(fits)?.n}`);
  expect(await row((r) => r.path === '/v2/enqueue')).toMatchObject({
    server: 'pagerduty',
    direction: 'in',
    method: 'POST',
    status: 202,
    request: { dedup_key: 'one' },
    reply: { status: 'success' },
  });
  expect(await row((r) => r.what === 'incident.triggered')).toMatchObject({
    server: 'pagerduty',
    direction: 'out',
    path: '/hook',
    status: 404,
    request: { event: { event_type: 'incident.triggered' } },
  });
  expect(await row((r) => r.what === '/try')).toMatchObject({
    server: 'slack',
    direction: 'out',
    status: 0,
    fault: 'no_app',
    request: { command: '/try', text: 'it' },
  });
});

test('a long answer is cut, and a stream is not kept', async () => {
  const { cluster } = w.rig();
  const auth = { authorization: 'Bearer sandbox-admin-token' };
  const pods = `${cluster.kubernetes.url}/api/v1/pods`;
  await (await fetch(pods, { headers: auth })).text();
  const stop = new AbortController();
  await fetch(`${pods}?watch=1`, { headers: auth, signal: stop.signal });
  stop.abort();
  const rows = (await traffic()).filter((r) => r.path === '/api/v1/pods');
  const [list, watch] = await Promise.all(rows.map((r) => w.get<TrafficDetail>(`/api/traffic/${r.n}`)));
  expect(JSON.stringify(list?.reply).length).toBeGreaterThan(10_000);
  expect(JSON.stringify(list?.reply).length).toBeLessThan(90_000);
  expect(watch).toMatchObject({ query: { watch: '1' }, reply: null });
});

test('a story is begun and left', async () => {
  const { stories } = await w.get<GuideSection>('/api/guide');
  expect(stories.map((s) => s.id)).toContain('api-down');
  await w.post('/api/guide', { do: 'begin', story: 'api-down' });
  expect((await w.get<GuideSection>('/api/guide')).playing).toMatchObject({ story: 'api-down', finished: false });
  expect(await w.refused('/api/guide', { do: 'offer', offer: 'a ride' })).toMatchObject({
    status: 404,
    where: 'offer',
  });
  await w.post('/api/guide', { do: 'leave' });
  expect((await w.get<GuideSection>('/api/guide')).playing).toBeUndefined();
});

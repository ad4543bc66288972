/** The simulated Prometheus: what it computes, what it refuses, and that its figures are those of the world. */
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { ask, number, type SimulatedWorld, START, startWorld } from './sandbox-world.ts';

let w: SimulatedWorld;
beforeAll(async () => {
  w = await startWorld();
});
afterAll(() => w.sim.close());
afterEach(() => w.faults.clear());

const get = async (path: string) => {
  const r = await fetch(`${w.sim.prometheus.url}${path}`);
  return { status: r.status, body: await r.text() };
};

describe('computes', () => {
  it.each<[string, number, number?]>([
    ['1 + 2 * 3 ^ 2 - 4 / 2', 17],
    ['-2 ^ 2', -4],
    ['7 % 4 > bool 2', 1],
    ['(1 + 2) * 3', 9],
    ['count(up)', 10],
    ['sum(up{job="architect-api"})', 10],
    ['count(up{job!="architect-api"}) or vector(0)', 0],
    ['count(up{pod=~"architect-api-.*"})', 10],
    ['count(up{pod!~"architect-api-.*"}) or vector(7)', 7],
    ['count(count by (endpoint) (http_requests_total))', 4],
    ['count(count without (pod, instance, namespace) (up))', 1],
    ['count(topk(3, up))', 3],
    ['count(topk(1, sum(rate(http_requests_total[5m])) by (endpoint, status)) by (endpoint))', 4],
    ['scalar(max(up)) + 1', 2],
    ['absent(nothing_of_this_name)', 1],
    ['sum(kube_pod_status_ready{condition="true"})', 10],
    ['kube_deployment_status_replicas', 10],
    ['kube_deployment_status_replicas_available / kube_deployment_status_replicas', 1],
    ['sum(rate(http_requests_total[5m]))', 200, 1],
    ['sum(irate(http_requests_total[5m]))', 200, 6],
    ['sum(increase(http_requests_total[10m]))', 120_000, 600],
    [
      'sum(rate(http_requests_total{endpoint="/api/search"}[5m])) / ignoring(nothing) sum(rate(http_requests_total[5m]))',
      0.3,
      0.01,
    ],
    ['avg(rate(container_cpu_usage_seconds_total[5m]))', 0.25, 0.001],
    ['max(container_memory_usage_bytes) / 1024 / 1024', 220, 1],
    ['sum(rate(http_request_duration_seconds_count[5m]))', 200, 1],
    ['histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))', 0.24, 0.02],
    ['sum(http_requests_total) - sum(http_requests_total offset 1m)', 12_000, 60],
    ['count(rate(http_requests_total{status="200"}[5m]) > 7)', 10],
    ['count(up and on(pod) http_requests_total{status="200",endpoint="/api/login"})', 10],
    ['count(up and on(pod) topk(3, sum by (pod) (http_requests_total)))', 3],
    ['count(up unless on(pod) topk(3, sum by (pod) (http_requests_total)))', 7],
    ['count(up * on(pod) group_left(node) kube_pod_status_ready{condition="true"})', 10],
    ['avg_over_time(kube_deployment_status_replicas[10m])', 10],
  ])('Q-1 %s', async (query, expected, within = 1e-9) => {
    const value = await number(w.sim, query);
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(within);
  });

  it('Q-2 answers with nothing where there is nothing', async () => {
    expect((await ask(w.sim, 'histogram_quantile(0.99, http_request_duration_seconds)')).body).toEqual({
      status: 'success',
      data: { resultType: 'vector', result: [] },
    });
  });
});

describe('refuses', () => {
  const position = (q: string, words: string) => q.indexOf(words) + 1;
  it.each<[string, string | ((q: string) => string)]>([
    ['rate(http_requests_total[5m]) by (status)', (q) => `1:${position(q, 'by')}: parse error: unexpected <by>`],
    [
      'sum(rate(http_requests_total))',
      '1:10: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    ['sum(up', '1:4: parse error: unclosed left parenthesis'],
    ['up{job=architect}', '1:8: parse error: unexpected identifier "architect" in label matching, expected string'],
    ['up{job="x"} or up{"', '1:19: parse error: unterminated quoted string'],
    ['nosuch(up)', '1:1: parse error: unknown function with name "nosuch"'],
    ['{}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['{job=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['1 > 2', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
    ['up up', '1:4: parse error: unexpected identifier "up"'],
    ['sum()', '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 1, got 0'],
    ['up[5m] + 1', '1:8: parse error: binary expression must contain only scalar and instant vector types'],
    ['', 'unknown position: parse error: no expression found in input'],
  ])('Q-3 %s', async (query, error) => {
    const words = typeof error === 'string' ? error : error(query);
    expect(await ask(w.sim, query)).toEqual({
      status: 400,
      body: { status: 'error', errorType: 'bad_data', error: `invalid parameter "query": ${words}` },
    });
  });

  it('Q-3 a matching of many to many, as an execution error', async () => {
    const { status, body } = await ask(w.sim, 'up + on(job) up');
    expect([status, body.errorType]).toEqual([422, 'execution']);
    expect(body.error).toMatch(/many-to-many matching not allowed/);
  });
});

describe('over time', () => {
  it('Q-4 samples every 15 s, an hour back and more', async () => {
    const seconds = START / 1000;
    const { body } = await get(`/api/v1/query_range?query=sum(up)&start=${seconds - 3600}&end=${seconds}&step=15s`);
    const { data } = JSON.parse(body) as { data: { result: { values: [number, string][] }[] } };
    expect(data.result[0]?.values).toHaveLength(241);
    const raw = await ask(w.sim, 'http_requests_total{status="200",endpoint="/api/login"}[1m]');
    expect(raw.body.data?.resultType).toBe('matrix');
    expect((await get('/api/v1/query_range?query=up&start=0&end=1e6&step=1')).status).toBe(400);
    expect((await get(`/api/v1/query_range?query=up&start=0&end=${seconds}&step=1`)).body).toContain(
      'exceeded maximum resolution of 11,000 points',
    );
  });

  it('Q-5 counts exactly across changes and jumps', async () => {
    w.pass(60);
    w.sim.world.setTraffic(100);
    w.pass(3540);
    w.sim.world.setTraffic(200);
    const grown = await number(w.sim, 'sum(http_requests_total) - sum(http_requests_total offset 1h)');
    // 160 series, each rounded down.
    expect(Math.abs(grown - (60 * 200 + 3540 * 100))).toBeLessThan(160);
  });

  it('Q-5 follows the traffic, the latency and the restarts', async () => {
    w.sim.world.setTraffic(250);
    w.pass(120);
    expect(await number(w.sim, 'sum(rate(http_requests_total[1m]))')).toBeCloseTo(250, -1);
    const p95 = 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[1m])))';
    expect(await number(w.sim, p95)).toBeGreaterThan(0.3);
    const [pod = ''] = w.sim.world.oom();
    w.pass(60);
    // The counter began again at zero; the rate did not go below it.
    expect(await number(w.sim, `sum(resets(http_requests_total{pod="${pod}"}[5m])) > bool 0`)).toBe(1);
    expect(await number(w.sim, `sum(rate(http_requests_total{pod="${pod}"}[1m]))`)).toBeGreaterThan(15);
    expect(await number(w.sim, `sum(increase(http_requests_total{pod="${pod}"}[2m]))`)).toBeGreaterThan(2000);
    expect(await number(w.sim, `kube_pod_container_status_restarts_total{pod="${pod}"}`)).toBe(1);
    w.sim.world.setTraffic(200);
  });

  it('Q-6 sees pods go: their series end, their past stays', async () => {
    w.sim.world.someoneElse.scales(5);
    w.pass(30);
    expect(await number(w.sim, 'count(up)')).toBe(5);
    expect(await number(w.sim, 'count(count_over_time(up[5m]))')).toBe(10);
    w.sim.world.setTraffic(100);
    w.pass(600);
    w.sim.world.someoneElse.scales(0);
    w.pass(60);
    // Seen for 45 s of the two minutes, carried on for one interval before and half of one after.
    const ended = await number(w.sim, 'sum(increase(http_requests_total{status="200"}[2m]))');
    expect(Math.abs(ended - 67.5 * 99)).toBeLessThan(100);
    w.sim.world.setTraffic(200);
    w.pass(120);
    expect((await ask(w.sim, 'up')).body.data?.result).toEqual([]);
    // Nobody is left to answer but the gateway.
    expect(await number(w.sim, 'sum(rate(http_requests_total{job="gateway",status="503"}[1m]))')).toBeCloseTo(200, 0);
    w.sim.world.someoneElse.scales(10);
    w.pass(120);
    expect(await number(w.sim, 'sum(rate(http_requests_total{status="503"}[1m]))')).toBe(0);
  });
});

it('Q-7 says that it is there, and meets the faults it is told to', async () => {
  expect(await get('/-/healthy')).toEqual({ status: 200, body: 'Prometheus Server is Healthy.\n' });
  expect(JSON.parse((await get('/api/v1/status/buildinfo')).body)).toMatchObject({
    status: 'success',
    data: { version: '3.1.0' },
  });
  expect((await get('/nothing')).status).toBe(404);
  w.faults.add({
    server: 'prometheus',
    match: /query$/,
    fault: { kind: 'status', status: 503, body: 'Service Unavailable' },
  });
  expect((await get('/api/v1/query?query=up')).status).toBe(503);
  w.faults.add({ server: 'service', match: /health/, fault: { kind: 'reset' } });
  await expect(fetch(w.sim.service.healthUrl)).rejects.toThrow();
  expect((await fetch(w.sim.service.healthUrl)).status).toBe(200);
});

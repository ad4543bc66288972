/** The metrics port against the simulated Prometheus, then against every way a server can fail. */
import { PrometheusMetrics } from '../../src/adapters/prometheus/prometheus-metrics.ts';
import type { Fault as Misfortune } from '../../src/sandbox/http/faults.ts';
import { type SimulatedWorld, startWorld } from './sandbox-world.ts';
import { faultOf } from './support/fault-of.ts';

let w: SimulatedWorld;
let metrics: PrometheusMetrics;
beforeAll(async () => {
  w = await startWorld();
  w.pass(300);
});
afterAll(() => w.sim.close());
beforeEach(() => {
  metrics = new PrometheusMetrics({
    url: `${w.sim.prometheus.url}/`,
    timeout: 2_000,
    authorization: 'Bearer s3cret-token',
  });
});
afterEach(() => metrics.close());

const meet = (fault: Misfortune) => w.faults.add({ server: 'prometheus', match: /query/, fault });
const answer = (data: object) =>
  meet({ kind: 'status', status: 200, body: JSON.stringify({ status: 'success', data }) });

it('reads a vector with its labels', async () => {
  const readings = await metrics.query('kube_deployment_spec_replicas');
  expect(readings).toEqual([{ labels: expect.objectContaining({ deployment: 'architect-api' }), value: 10 }]);
});

it('reads a scalar, and numbers that are none', async () => {
  expect(await metrics.query('scalar(vector(4))')).toEqual([{ labels: {}, value: 4 }]);
  const value = (v: string) => ({ metric: {}, value: [1, v] });
  answer({ resultType: 'vector', result: ['NaN', '+Inf', '-Inf', '1e-3'].map(value) });
  expect((await metrics.query('x')).map((r) => r.value)).toEqual([Number.NaN, Infinity, -Infinity, 0.001]);
  expect(await metrics.query('nothing_here')).toEqual([]);
});

it('sends long queries in a body', async () => {
  const long = `vector(1)${' + vector(1)'.repeat(300)}`;
  expect(await metrics.query(long)).toEqual([{ labels: {}, value: 301 }]);
  expect(w.ledger.of('prometheus').at(-1)?.method).toBe('POST');
});

it('tells what is wrong with a query, in the server’s words', async () => {
  const fault = await faultOf(metrics.query('sum(rate('));
  expect(fault).toMatchObject({ kind: 'permanent', code: 'prometheus.400' });
  expect(fault.message).toContain('parse error');
});

it('wants numbers of one moment', async () => {
  expect(await faultOf(metrics.query('up[5m]'))).toMatchObject({ kind: 'permanent', code: 'prometheus.not-instant' });
  answer({ resultType: 'string', result: [1, 'x'] });
  expect(await faultOf(metrics.query('"x"'))).toMatchObject({ code: 'prometheus.not-instant' });
});

it('refuses to decide on part of too many series', async () => {
  const result = Array.from({ length: 1_001 }, (_, i) => ({ metric: { i: String(i) }, value: [1, '1'] }));
  answer({ resultType: 'vector', result });
  expect(await faultOf(metrics.query('up'))).toMatchObject({ kind: 'permanent', code: 'prometheus.too-many-series' });
  answer({ resultType: 'vector', result: result.slice(1) });
  expect(await metrics.query('up')).toHaveLength(1_000);
});

const html = { 'content-type': 'text/html' };
const error = (e: string) => JSON.stringify({ status: 'error', errorType: 'x', error: e });
const table: [string, Misfortune, string, string, string][] = [
  ['422', { kind: 'status', status: 422, body: error('many-to-many') }, 'permanent', 'prometheus.422', 'many-to-many'],
  [
    '503',
    { kind: 'status', status: 503, body: error('query timed out') },
    'retry',
    'prometheus.503',
    'query timed out',
  ],
  [
    '502 HTML',
    { kind: 'status', status: 502, headers: html, body: '<style>x{}</style><h1>Bad Gateway</h1>' },
    'retry',
    'prometheus.502',
    'Bad Gateway',
  ],
  ['401', { kind: 'status', status: 401 }, 'permanent', 'prometheus.401', 'answered 401'],
  ['429', { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 'retry', 'prometheus.429', ''],
  [
    '302',
    { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:1' } },
    'permanent',
    'prometheus.302',
    '',
  ],
  [
    '200 HTML',
    { kind: 'status', status: 200, headers: html, body: '<h1>Login</h1>' },
    'retry',
    'prometheus.200',
    'Login',
  ],
  [
    '200 but an odd shape',
    { kind: 'status', status: 200, body: '{"status":"success","data":{"resultType":"vector"}}' },
    'retry',
    'prometheus.bad-answer',
    '',
  ],
  ['5 MB', { kind: 'status', status: 200, body: 'x'.repeat(5 << 20) }, 'retry', 'prometheus.bad-answer', ''],
  ['reset', { kind: 'reset' }, 'retry', 'prometheus.connection-lost', ''],
];
it.each(table)('%s', async (_, misfortune, kind, code, text) => {
  meet(misfortune);
  const fault = await faultOf(metrics.query('up'));
  expect(fault).toMatchObject({ kind, code });
  expect(fault.message).toContain(text);
  expect(fault.message).not.toContain('s3cret');
  if (code.endsWith('429')) expect(fault.retryAfter).toBe(7_000);
});

it('does not wait longer than its deadline', async () => {
  const quick = new PrometheusMetrics({ url: w.sim.prometheus.url, timeout: 80 });
  meet({ kind: 'hang' });
  expect(await faultOf(quick.query('up'))).toMatchObject({ kind: 'retry', code: 'prometheus.timeout' });
  await quick.close();
});

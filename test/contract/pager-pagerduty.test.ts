/** The pager port against the real pdjs over HTTP and TLS: what counts as accepted, and what every misfortune means. */
import { readFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import type { CallReport } from '../../src/adapters/http/call.ts';
import { PagerDutyPager } from '../../src/adapters/pagerduty/pagerduty-pager.ts';
import type { PageRequest } from '../../src/ports/pager.ts';
import { Faults, type Fault as Misfortune } from '../../src/sandbox/http/faults.ts';
import { Ledger } from '../../src/sandbox/http/ledger.ts';
import { WorldClock } from '../../src/sandbox/http/world-clock.ts';
import { type PagerDutySim, startPagerDutySim } from '../../src/sandbox/pagerduty/pagerduty-sim.ts';
import { faultOf } from './support/fault-of.ts';

const KEY = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);
const cert = readFileSync(new URL('fixtures/localhost-test-only.crt', import.meta.url), 'utf8');
const key = readFileSync(new URL('fixtures/localhost-test-only.key', import.meta.url), 'utf8');
const users = [{ name: 'Ada', email: 'ada@example.com' }];

const page: PageRequest = {
  dedupKey: 'tocsin:42:g1:ada',
  summary: 'API down',
  severity: 'critical',
  source: 'tocsin',
  details: { incident: 'INC-42' },
};

let sim: PagerDutySim;
let faults: Faults;
let ledger: Ledger;
let clock: WorldClock;
let reports: CallReport[];

beforeEach(async () => {
  clock = new WorldClock();
  ledger = new Ledger(() => clock.now());
  faults = new Faults();
  reports = [];
  const routingKeys = { [KEY]: { service: 'api', users }, [OTHER]: { service: 'web', users } };
  sim = await startPagerDutySim({ clock, ledger, faults, routingKeys, token: 't', tls: { cert, key } });
});
afterEach(() => sim.close());

function pager(more: { eventsUrl?: string; ca?: string; timeout?: number; now?: () => number } = {}): PagerDutyPager {
  const secrets: Record<string, string> = { WEB: OTHER, WRONG: 'c'.repeat(32) };
  return new PagerDutyPager({
    eventsUrl: sim.eventsUrl,
    timeout: 2_000,
    routingKey: (name) => (name === undefined ? KEY : secrets[name]),
    onCall: (r) => reports.push(r),
    now: () => clock.now(),
    ...more,
  });
}

const meet = (fault: Misfortune) => faults.add({ server: 'pagerduty', match: /enqueue/, fault });
const sent = () => ledger.of('pagerduty', '/v2/enqueue').length;

describe('what PagerDuty does with it', () => {
  it('pages once however often the same page is sent, and follows acknowledge and resolve', async () => {
    const p = pager();
    await p.trigger(page);
    await p.trigger(page);
    expect(sim.alerts()).toHaveLength(1);
    expect(sim.incidents()[0]).toMatchObject({ status: 'triggered' });
    await p.acknowledge(page);
    expect(sim.incidents()[0]).toMatchObject({ status: 'acknowledged' });
    await p.resolve(page);
    expect(sim.incidents()[0]).toMatchObject({ status: 'resolved' });
    expect(reports.map((r) => `${r.vendor} ${r.operation} ${r.outcome}`)).toEqual([
      'pagerduty trigger done',
      'pagerduty trigger done',
      'pagerduty acknowledge done',
      'pagerduty resolve done',
    ]);
  });

  it('uses the routing key that the page names', async () => {
    await pager().trigger({ ...page, routingKey: 'WEB' });
    expect(ledger.of('pagerduty')[0]?.body).toMatchObject({ routing_key: OTHER });
    const fault = await faultOf(pager().trigger({ ...page, routingKey: 'NONE' }));
    expect(fault).toMatchObject({ kind: 'permanent', code: 'pagerduty.no-routing-key' });
    expect(fault.message).toContain('NONE');
    expect(sent()).toBe(1);
  });

  it('reaches an https endpoint behind a private certificate authority, and no untrusted one', async () => {
    await pager({ eventsUrl: sim.tlsUrl!, ca: cert }).trigger(page);
    expect(sim.alerts()).toHaveLength(1);
    const fault = await faultOf(pager({ eventsUrl: sim.tlsUrl! }).trigger(page));
    expect(fault).toMatchObject({ kind: 'retry', code: 'pagerduty.tls' });
    expect(sent()).toBe(1);
  });

  it('finds the endpoint with or without its path', async () => {
    await pager({ eventsUrl: `${sim.eventsUrl}/v2/enqueue/` }).trigger(page);
    expect(sent()).toBe(1);
    expect(() => pager({ eventsUrl: 'ftp://example.com' })).toThrow('http or https');
  });
});

describe('what goes in', () => {
  it.each([
    ['10 KB', 'x'.repeat(10_000)],
    ['an emoji on the cut', `${'x'.repeat(1022)}🔥🔥🔥`],
    ['control characters and NUL', 'API\u0000 do\u001b[31mwn\r\nnow'],
    ['a lone surrogate', 'API \ud83d down'],
    ['right to left', 'مشكلة في الخادم \u202eabc'],
    ['nothing', ' \u0000 '],
  ])('a summary with %s is accepted within its limits', async (_, summary) => {
    await pager().trigger({ ...page, summary, details: { text: 'a\u0000b\ud83d' } });
    const body = ledger.of('pagerduty')[0]?.body as { payload: { summary: string; custom_details: object } };
    expect(body.payload.summary.length).toBeLessThanOrEqual(1024);
    expect(body.payload.summary.length).toBeGreaterThan(0);
    expect(body.payload.summary.isWellFormed()).toBe(true);
    expect(body.payload.summary).not.toMatch(/\p{Cc}/u);
    expect(JSON.stringify(body.payload.custom_details)).not.toMatch(/\\u0000|\\ud83d/);
    expect(sim.alerts()).toHaveLength(1);
  });

  it('leaves details out that PagerDuty would refuse for their size', async () => {
    await pager().trigger({ ...page, details: { log: 'y'.repeat(600_000) } });
    expect(sim.alerts()).toHaveLength(1);
  });
});

const html = { 'content-type': 'text/html' };

describe('every misfortune has its meaning', () => {
  const table: [string, Misfortune, string, string][] = [
    ['500', { kind: 'status', status: 500, body: '{}' }, 'unknown', 'pagerduty.500'],
    [
      '503 with HTML',
      { kind: 'status', status: 503, headers: html, body: '<h1>Sorry</h1>' },
      'unknown',
      'pagerduty.503',
    ],
    ['408', { kind: 'status', status: 408 }, 'unknown', 'pagerduty.408'],
    [
      '200 with HTML',
      { kind: 'status', status: 200, headers: html, body: '<h1>Hotel WLAN</h1>' },
      'unknown',
      'pagerduty.200',
    ],
    ['200 with JSON', { kind: 'status', status: 200, body: '{"status":"success"}' }, 'unknown', 'pagerduty.200'],
    ['204', { kind: 'status', status: 204 }, 'unknown', 'pagerduty.204'],
    [
      '302',
      { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:1/login' } },
      'permanent',
      'pagerduty.302',
    ],
    ['307', { kind: 'status', status: 307, headers: { location: '/v2/enqueue' } }, 'permanent', 'pagerduty.307'],
    ['401', { kind: 'status', status: 401, body: '{}' }, 'permanent', 'pagerduty.401'],
    ['413', { kind: 'status', status: 413, body: 'no' }, 'permanent', 'pagerduty.413'],
    ['429 with garbage', { kind: 'status', status: 429, headers: { 'retry-after': 'soon' } }, 'retry', 'pagerduty.429'],
    ['reset', { kind: 'reset' }, 'unknown', 'pagerduty.connection-lost'],
    ['lost reply', { kind: 'lostReply' }, 'unknown', 'pagerduty.connection-lost'],
  ];

  it.each(table)('%s', async (_, misfortune, kind, code) => {
    meet(misfortune);
    const fault = await faultOf(pager().trigger(page));
    expect(fault).toMatchObject({ kind, code });
    expect(fault.message).not.toContain(KEY);
    expect(sent()).toBe(1);
    expect(reports).toMatchObject([{ outcome: kind, code }]);
  });

  it('takes a 202 for what it is, whatever its body', async () => {
    meet({ kind: 'status', status: 202, body: '{"status":' });
    await pager().trigger(page);
    meet({ kind: 'status', status: 202 });
    await pager().trigger(page);
    expect(sent()).toBe(2);
  });

  it('does not wait longer than its deadline', async () => {
    meet({ kind: 'hang' });
    const fault = await faultOf(pager({ timeout: 80 }).trigger(page));
    expect(fault).toMatchObject({ kind: 'unknown', code: 'pagerduty.timeout' });
  });

  it('says that a page surely did not go when nobody listens or the name does not exist', async () => {
    const free = net.createServer().listen(0, '127.0.0.1');
    await new Promise((ok) => free.once('listening', ok));
    const { port } = free.address() as AddressInfo;
    await new Promise((ok) => free.close(ok));
    for (const eventsUrl of [
      `http://127.0.0.1:${port}`,
      'http://no-such-host.invalid',
      'https://no-such-host.invalid',
    ]) {
      expect(await faultOf(pager({ eventsUrl }).trigger(page))).toMatchObject({
        kind: 'retry',
        code: 'pagerduty.unreachable',
      });
    }
  });

  it('takes a TLS handshake with something else for not sent', async () => {
    const plainPort = new URL(sim.eventsUrl).port;
    const fault = await faultOf(pager({ eventsUrl: `https://localhost:${plainPort}` }).trigger(page));
    expect(fault.kind).toBe('retry');
    expect(sent()).toBe(0);
  });

  it('repeats PagerDuty’s own words about a refused event', async () => {
    const fault = await faultOf(pager().trigger({ ...page, routingKey: 'WRONG' }));
    expect(fault).toMatchObject({ kind: 'permanent', code: 'pagerduty.400' });
    expect(fault.message).toContain('invalid routing key');
  });

  it.each([
    ['1', 1_000],
    ['90', 60_000],
    ['0', 1_000],
  ])('passes on Retry-After: %s, and leaves that key alone until then', async (header, wait) => {
    meet({ kind: 'status', status: 429, headers: { 'retry-after': header } });
    const p = pager();
    expect((await faultOf(p.trigger(page))).retryAfter).toBe(wait);
    expect(await faultOf(p.trigger(page))).toMatchObject({ kind: 'retry', code: 'pagerduty.paced' });
    await p.trigger({ ...page, routingKey: 'WEB' });
    expect(sent()).toBe(2);
    clock.advance(wait);
    await p.trigger(page);
    expect(sent()).toBe(3);
  });

  it('stays below the limit of a routing key by itself', async () => {
    // A clock that stands still: on a busy machine a hundred events take long enough to earn the next one.
    let at = 0;
    const p = pager({ now: () => at });
    for (let i = 0; i < 100; i++) await p.trigger({ ...page, dedupKey: `k${i}` });
    const fault = await faultOf(p.trigger({ ...page, dedupKey: 'k100' }));
    expect(fault).toMatchObject({ kind: 'retry', code: 'pagerduty.paced' });
    expect(fault.retryAfter).toBeLessThanOrEqual(1_000);
    at += 1_000;
    await p.trigger({ ...page, dedupKey: 'k100' });
    expect(sim.alerts()).toHaveLength(101);
  });
});

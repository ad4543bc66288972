/** The small tables under every adapter: waiting times, statuses, budgets, sizes, addresses. */
import { allowList } from '../../src/adapters/http/allow-list.ts';
import { call } from '../../src/adapters/http/call.ts';
import { readUpTo, readWhole } from '../../src/adapters/http/read-body.ts';
import { retryAfter } from '../../src/adapters/http/retry-after.ts';
import { short, statusFault } from '../../src/adapters/http/status-fault.ts';
import { TokenBuckets } from '../../src/adapters/http/token-buckets.ts';
import { addressProblem, checkUrl } from '../../src/adapters/http/url-guard.ts';

const DATE = 'Wed, 21 Oct 2026 07:28:00 GMT';

it.each([
  ['1', 1_000],
  ['1.5', 1_500],
  ['0', 1_000],
  ['-5', 5_000],
  ['3600', 60_000],
  ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
  ['Wed, 21 Oct 2026 08:28:30 GMT', 60_000],
  ['Wed, 21 Oct 2020 08:28:30 GMT', 1_000],
  ['soon', 5_000],
  ['1e9', 5_000],
  ['', 5_000],
  [undefined, 5_000],
])('Retry-After %s means %d ms', (header, ms) => {
  expect(retryAfter(header, DATE)).toBe(ms);
});

it.each([
  [429, 'retry', 'retry'],
  [500, 'retry', 'unknown'],
  [503, 'retry', 'unknown'],
  [408, 'retry', 'unknown'],
  [200, 'retry', 'unknown'],
  [301, 'permanent', 'permanent'],
  [400, 'permanent', 'permanent'],
  [404, 'permanent', 'permanent'],
])('status %d', (status, read, change) => {
  expect(statusFault({ vendor: 'x', effect: 'read' }, { status, message: '' })).toMatchObject({ kind: read });
  expect(statusFault({ vendor: 'x', effect: 'change' }, { status, message: '' })).toMatchObject({
    kind: change,
    code: `x.${status}`,
  });
});

it('makes one short line of an error page', () => {
  expect(short('<html><style>a{}</style>\n<h1>Bad\n Gateway</h1><script>x()</script></html>')).toBe('Bad Gateway');
  expect(short('y'.repeat(1_000))).toHaveLength(301);
  const started = performance.now();
  short('<'.repeat(5_000_000));
  expect(performance.now() - started).toBeLessThan(30_000);
});

describe('buckets', () => {
  it('give a burst, then one at a time, each key for itself', () => {
    let now = 0;
    const b = new TokenBuckets({ perSecond: 2, burst: 2 }, () => now);
    expect([b.take('a'), b.take('a'), b.take('a'), b.take('b')]).toEqual([0, 0, 500, 0]);
    now = 500;
    expect([b.take('a'), b.take('a')]).toEqual([0, 500]);
  });

  it('park one key, and never shorten a wait', () => {
    let now = 0;
    const b = new TokenBuckets({ perSecond: 1, burst: 1 }, () => now);
    b.park('a', 10_000);
    b.park('a', 1_000);
    expect([b.take('a'), b.take('b')]).toEqual([10_000, 0]);
    now = 10_000;
    expect(b.take('a')).toBe(0);
  });

  it('survive a clock that steps back', () => {
    let now = 10_000;
    const b = new TokenBuckets({ perSecond: 1, burst: 1 }, () => now);
    b.take('a');
    now = 0;
    expect(b.take('a')).toBe(1_000);
  });
});

describe('a call', () => {
  const plan = { vendor: 'x', operation: 'op', effect: 'change', deadline: 30 } as const;

  it('ends at its deadline even when nobody listens to the signal', async () => {
    const reports: unknown[] = [];
    const onCall = (r: unknown) => reports.push(r);
    await expect(call({ ...plan, onCall }, () => new Promise(() => undefined))).rejects.toMatchObject({
      kind: 'unknown',
      code: 'x.timeout',
    });
    expect(reports).toMatchObject([{ vendor: 'x', operation: 'op', outcome: 'unknown', code: 'x.timeout' }]);
  });

  it('aborts what is under way', async () => {
    let aborted = false;
    const hang = (signal: AbortSignal) =>
      new Promise((_, no) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          no(new Error('aborted'));
        });
      });
    await expect(call(plan, hang)).rejects.toMatchObject({ code: 'x.timeout' });
    expect(aborted).toBe(true);
  });

  it.each([
    [{ code: 'ECONNREFUSED' }, 'retry', 'x.unreachable'],
    [{ cause: { errors: [{ code: 'ECONNREFUSED' }] } }, 'retry', 'x.unreachable'],
    [{ code: 'ETIMEDOUT', syscall: 'connect' }, 'retry', 'x.unreachable'],
    [{ original: { cause: { code: 'CERT_HAS_EXPIRED' } } }, 'retry', 'x.tls'],
    [
      {
        code: 'ECONNRESET',
        message: 'Client network socket disconnected before secure TLS connection was established',
      },
      'retry',
      'x.tls',
    ],
    [{ code: 'ECONNRESET' }, 'unknown', 'x.connection-lost'],
    [{ code: 'EPIPE' }, 'unknown', 'x.connection-lost'],
    [{ cause: { code: 'UND_ERR_SOCKET' } }, 'unknown', 'x.connection-lost'],
    [new SyntaxError('Unexpected token <'), 'unknown', 'x.bad-answer'],
    ['a string', 'unknown', 'x.bad-answer'],
  ])('%j', async (error, kind, code) => {
    await expect(call(plan, () => Promise.reject(error))).rejects.toMatchObject({ kind, code });
  });
});

describe('bodies', () => {
  async function* parts(...texts: string[]) {
    for (const t of texts) yield Buffer.from(t);
  }
  it('are read up to a size', async () => {
    expect(await readUpTo(parts('abc', 'def'), 6)).toEqual({ text: 'abcdef', cut: false });
    expect(await readUpTo(parts('abc', 'def', 'g'), 4)).toEqual({ text: 'abcd', cut: true });
    expect(await readUpTo(parts('aä'), 2)).toEqual({ text: 'a', cut: true });
    expect(await readUpTo(undefined, 2)).toEqual({ text: '', cut: false });
    await expect(readWhole(parts('abc', 'd'), 3)).rejects.toThrow('larger than 3');
  });
});

describe('addresses', () => {
  const none = allowList([]);
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '172.32.0.1',
    '100.128.0.1',
    '192.169.0.1',
    '::ffff:8.8.8.8',
    '2606:4700::1111',
  ])('%s is public', (ip) => expect(addressProblem(ip, none)).toBeUndefined());
  it.each([
    '10.0.0.1',
    '::1',
    '::ffff:10.0.0.1',
    'fd00::1',
    '169.254.169.254',
    '168.63.129.16',
    '100.64.0.1',
    'x',
    '::7f00:1',
  ])('%s is not', (ip) => expect(addressProblem(ip, none)).toBeDefined());
  it('ordinary URLs pass', () => {
    for (const url of [
      'https://example.com',
      'http://example.com:8080/a?b=c#d',
      'https://münchen.example/',
      'https://8.8.8.8/',
    ]) {
      expect(checkUrl(url, none)).toHaveProperty('url');
    }
  });
});

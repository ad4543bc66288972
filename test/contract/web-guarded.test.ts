/** The web port against real servers: nothing private is ever connected to unless it was allow-listed, and nothing is endless. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { CallReport } from '../../src/adapters/http/call.ts';
import { GuardedWeb, type GuardedWebOptions } from '../../src/adapters/http/guarded-web.ts';
import { privateUrls } from '../corpora/private-urls.ts';

const cert = readFileSync(new URL('fixtures/localhost-test-only.crt', import.meta.url), 'utf8');
const key = readFileSync(new URL('fixtures/localhost-test-only.key', import.meta.url), 'utf8');

const open: { close(): unknown }[] = [];
let reports: CallReport[] = [];
afterEach(async () => {
  reports = [];
  for (const o of open.splice(0)) await o.close();
});

function web(o: GuardedWebOptions = {}): GuardedWeb {
  const made = new GuardedWeb({ onCall: (r) => reports.push(r), ...o });
  open.push(made);
  return made;
}

async function listening(server: net.Server, host: string, port = 0): Promise<number> {
  await new Promise<void>((ok, no) => server.once('error', no).listen(port, host, ok));
  open.push({
    close: () =>
      new Promise((ok) => {
        if (server instanceof http.Server || server instanceof https.Server) server.closeAllConnections();
        server.close(ok);
      }),
  });
  return (server.address() as AddressInfo).port;
}

/** Somebody inside, who must never be spoken to. */
async function sentinel(): Promise<{ port: number; seen: () => number }> {
  let seen = 0;
  const make = () =>
    net.createServer((s) => {
      seen += 1;
      s.destroy();
    });
  const port = await listening(make(), '0.0.0.0');
  await listening(make(), '::1', port);
  return { port, seen: () => seen };
}

/** 127.0.0.2 stands for the public internet: it is allow-listed as an address, everything else is not. */
const PUBLIC = { allow: ['127.0.0.2/32'], resolve: async () => [{ address: '127.0.0.2', family: 4 }] } as const;

async function site(handle: http.RequestListener): Promise<string> {
  return `http://site.example:${await listening(http.createServer(handle), '127.0.0.2')}`;
}

const refusal = () => reports.at(-1)?.code;

describe('private addresses', () => {
  it(`none of ${privateUrls(1, 1).length} ways to write one leads to a connection`, async () => {
    const { port, seen } = await sentinel();
    const resolve = async (name: string) => [
      { address: name.includes('six') ? '::1' : '127.0.0.1', family: name.includes('six') ? 6 : 4 },
    ];
    const w = web({ resolve });
    const urls = privateUrls(port, port);
    expect(urls.length).toBeGreaterThanOrEqual(80);
    const through: string[] = [];
    for (const url of urls) {
      const look = await w.get(url, { timeout: 1_000 });
      if (look.status !== 0 || refusal() !== 'http.refused') through.push(`${url} → ${JSON.stringify(look)}`);
    }
    expect(through).toEqual([]);
    expect(seen()).toBe(0);
  });

  it('the sentinels would have seen a connection', async () => {
    const { port, seen } = await sentinel();
    const w = web({ allow: ['127.0.0.1', '[::1]'] });
    await w.get(`http://127.0.0.1:${port}/`, { timeout: 1_000 });
    await w.get(`http://[::1]:${port}/`, { timeout: 1_000 });
    expect(seen()).toBe(2);
  });

  it('a name with one private address among public ones is refused', async () => {
    const { port, seen } = await sentinel();
    const resolve = async () => [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    const look = await web({ ...PUBLIC, resolve }).get(`http://mixed.example:${port}/`, { timeout: 1_000 });
    expect(look).toMatchObject({ status: 0, error: expect.stringContaining('127.0.0.1 is not a public address') });
    expect(seen()).toBe(0);
  });

  it('a name is resolved once per look, and what was checked is what is connected to', async () => {
    const answers = ['127.0.0.2', '127.0.0.1'];
    const port = await listening(
      http.createServer((_, res) => res.end('public')),
      '127.0.0.2',
    );
    const inside = net.createServer();
    let seen = 0;
    inside.on('connection', () => (seen += 1));
    await listening(inside, '127.0.0.1', port);
    const resolve = async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }];
    const w = web({ ...PUBLIC, resolve });
    expect(await w.get(`http://rebind.example:${port}/`, { timeout: 1_000 })).toMatchObject({
      status: 200,
      body: 'public',
    });
    expect(answers).toEqual(['127.0.0.1']);
    expect(await w.get(`http://rebind.example:${port}/`, { timeout: 1_000 })).toMatchObject({ status: 0 });
    expect(refusal()).toBe('http.refused');
    expect(seen).toBe(0);
  });
});

describe('what is allow-listed', () => {
  it('a host with its port, a host without, an address, a range', async () => {
    const port = await listening(
      http.createServer((_, res) => res.end('in')),
      '127.0.0.1',
    );
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const good: [string[], string][] = [
      [[`api.internal:${port}`], `http://api.internal:${port}/`],
      [['API.internal.'], `http://api.internal:${port}/`],
      [['127.0.0.1'], `http://127.0.0.1:${port}/`],
      [['127.0.0.0/8'], `http://anything.example:${port}/`],
      [['localhost'], `http://localhost:${port}/`],
      [['127.0.0.0/8'], `http://[::ffff:127.0.0.1]:${port}/`],
    ];
    for (const [allow, url] of good) {
      expect([url, await web({ allow, resolve }).get(url, { timeout: 1_000 })]).toMatchObject([url, { status: 200 }]);
    }
    const bad: [string[], string][] = [
      [['api.internal:1'], `http://api.internal:${port}/`],
      [['api.internal'], `http://other.internal:${port}/`],
      [['internal'], `http://api.internal:${port}/`],
      [['10.0.0.0/8'], `http://127.0.0.1:${port}/`],
    ];
    for (const [allow, url] of bad) {
      expect(await web({ allow, resolve }).get(url, { timeout: 1_000 })).toMatchObject({ status: 0 });
      expect(refusal()).toBe('http.refused');
    }
  });

  it('a closed port opens only together with its host', async () => {
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    for (const allow of [[], ['redis.example'], ['127.0.0.0/8']]) {
      await web({ allow, resolve }).get('http://redis.example:6379/', { timeout: 500 });
      expect(refusal()).toBe('http.refused');
    }
    await web({ allow: ['redis.example:6379'], resolve }).get('http://redis.example:6379/', { timeout: 500 });
    expect(refusal()).not.toBe('http.refused');
  });

  it('refuses an entry it does not understand', () => {
    for (const entry of ['http://x/', 'a b', '10.0.0.0/99', 'x/y', 'user@host']) {
      expect(() => web({ allow: [entry] })).toThrow();
    }
  });
});

describe('redirects', () => {
  it('follows three, each one checked', async () => {
    const base = await site((req, res) => {
      const n = Number(req.url?.slice(1));
      if (n === 0) return res.end('there');
      return res.writeHead(302, { location: `/${n - 1}` }).end();
    });
    expect(await web(PUBLIC).get(`${base}/3`, { timeout: 1_000 })).toMatchObject({ status: 200, body: 'there' });
    expect(await web(PUBLIC).get(`${base}/4`, { timeout: 1_000 })).toMatchObject({
      status: 0,
      error: expect.stringContaining('redirects'),
    });
  });

  it('is not led inside, to another protocol, or to credentials', async () => {
    const { port, seen } = await sentinel();
    const targets = [
      `http://127.0.0.1:${port}/`,
      `//[::1]:${port}/`,
      `http://0x7f.1:${port}/`,
      'http://169.254.169.254/latest/meta-data/',
      'file:///etc/passwd',
      'gopher://127.0.0.1:6379/_FLUSHALL',
      'http://user:pass@site.example/',
      'http://site.example:25/',
    ];
    for (const location of targets) {
      const base = await site((_, res) => res.writeHead(301, { location }).end('x'.repeat(100_000)));
      const look = await web(PUBLIC).get(base, { timeout: 1_000 });
      expect([location, look]).toMatchObject([location, { status: 0, error: expect.stringContaining('redirected') }]);
    }
    expect(seen()).toBe(0);
  });

  it('a redirect without a target is an answer', async () => {
    const base = await site((_, res) => res.writeHead(304).end());
    expect(await web(PUBLIC).get(base, { timeout: 1_000 })).toMatchObject({ status: 304 });
  });
});

describe('answers', () => {
  it('gives status, body and JSON, and how long it took', async () => {
    const base = await site((_, res) =>
      res.writeHead(503, { 'content-type': 'application/json' }).end('{"db":"down"}'),
    );
    expect(await web(PUBLIC).get(`${base}/health?x=1`, { timeout: 1_000 })).toEqual({
      status: 503,
      ms: expect.any(Number),
      body: '{"db":"down"}',
      json: { db: 'down' },
    });
    expect(reports).toMatchObject([{ vendor: 'http', outcome: 'done' }]);
  });

  it('JSON that is none is text', async () => {
    const base = await site((_, res) => res.writeHead(200, { 'content-type': 'application/json' }).end('{"a":'));
    const look = await web(PUBLIC).get(base, { timeout: 1_000 });
    expect(look).toMatchObject({ status: 200, body: '{"a":' });
    expect(look).not.toHaveProperty('json');
  });

  it('keeps 64 KiB of an endless body and hangs up', async () => {
    let gone: () => void;
    const hungUp = new Promise<void>((ok) => (gone = ok));
    const base = await site((_, res) => {
      res.on('close', () => gone());
      const more = () => {
        while (!res.destroyed && res.write('ä'.repeat(8_192)));
      };
      res.on('drain', more);
      more();
    });
    const look = await web(PUBLIC).get(base, { timeout: 2_000 });
    expect(look.status).toBe(200);
    expect(look.body.length).toBeLessThanOrEqual(64 * 1024);
    expect(look.body).toMatch(/^ä+$/);
    await hungUp;
  });

  it('does not unpack a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(20 << 20));
    const base = await site((_, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect((await web(PUBLIC).get(base, { timeout: 2_000 })).body.length).toBeLessThanOrEqual(64 * 1024);
  });

  it('silence, slow headers and a body that never ends stop at the time-out', async () => {
    const silent = await site(() => undefined);
    const dripping = await site((_, res) => void res.write('a'));
    for (const base of [silent, dripping]) {
      const look = await web(PUBLIC).get(base, { timeout: 120 });
      expect(look).toMatchObject({ status: 0, error: expect.stringContaining('within 120 ms') });
    }
  });

  it('says that nobody listens, or that the name does not exist', async () => {
    const resolve = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND nowhere.example'), { code: 'ENOTFOUND' });
    };
    const nowhere = await web({ resolve }).get('http://nowhere.example/', { timeout: 1_000 });
    expect(nowhere).toMatchObject({ status: 0, body: '', error: 'nowhere.example cannot be reached (ENOTFOUND)' });
    const port = await listening(net.createServer(), '127.0.0.1');
    await open.pop()?.close();
    const look = await web({ allow: ['127.0.0.1'] }).get(`http://127.0.0.1:${port}/`, { timeout: 1_000 });
    expect(look).toMatchObject({ status: 0, error: expect.stringContaining('ECONNREFUSED') });
  });

  it('trusts a private certificate authority only when told', async () => {
    const port = await listening(
      https.createServer({ cert, key }, (_, res) => res.end('safe')),
      '127.0.0.1',
    );
    const allow = ['localhost'];
    const look = await web({ allow }).get(`https://localhost:${port}/`, { timeout: 2_000 });
    expect(look).toMatchObject({ status: 0, error: expect.stringContaining('no trusted connection') });
    expect(await web({ allow, ca: cert }).get(`https://localhost:${port}/`, { timeout: 2_000 })).toMatchObject({
      status: 200,
      body: 'safe',
    });
  });
});

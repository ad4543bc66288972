/** The endpoint itself: only what Slack signed, now, and whole, is ever looked at; the rest is refused without effect. */
import { connect } from 'node:net';
import { commandBody, type EdgeWorld, edgeWorld, SECRET, signedHeaders } from './support/slack-edge.ts';

let world: EdgeWorld;
beforeAll(async () => {
  world = await edgeWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.inputs.length = 0;
});

const FORM = 'application/x-www-form-urlencoded';
let trigger = 0;
const body = (text: string, more: Record<string, string> = {}) =>
  commandBody(world, text, { trigger_id: `t.${trigger++}`, ...more });

function post(text: string | Buffer, headers: Record<string, string> = signedHeaders(text), path = '/slack/events') {
  return fetch(`${world.url}${path}`, { method: 'POST', body: text as string, headers });
}

it('answers a signed command after the engine did', async () => {
  const reply = await post(body('declare p1 API down'));
  expect(reply.status).toBe(200);
  expect(await reply.json()).toMatchObject({ response_type: 'ephemeral', text: 'did incident.declare' });
  expect(world.inputs).toMatchObject([
    {
      type: 'incident.declare',
      to: { id: 'new' },
      actor: 'slack:U0ALICE',
      source: 'slack',
      data: { by: 'U0ALICE', from: 'C0ROOM' },
    },
  ]);
});

describe('a signature that is not Slack’s', () => {
  const text = () => body('declare p1 x');
  it.each<[string, (h: Record<string, string>, b: string) => Record<string, string>]>([
    ['none', () => ({ 'content-type': FORM })],
    ['no timestamp', ({ 'x-slack-request-timestamp': _, ...h }) => h],
    ['empty', (h) => ({ ...h, 'x-slack-signature': '' })],
    ['another version', (h) => ({ ...h, 'x-slack-signature': (h['x-slack-signature'] ?? '').replace('v0', 'v1') })],
    ['upper case', (h) => ({ ...h, 'x-slack-signature': (h['x-slack-signature'] ?? '').toUpperCase() })],
    ['too short', (h) => ({ ...h, 'x-slack-signature': 'v0=abc' })],
    ['another secret', (_h, b) => signedHeaders(b, { secret: 'x'.repeat(32) })],
    ['another body', () => signedHeaders('other')],
    ['301 s old', (_h, b) => signedHeaders(b, { at: Date.now() - 301_500 })],
    ['301 s ahead', (_h, b) => signedHeaders(b, { at: Date.now() + 301_500 })],
    ['a day ahead', (_h, b) => signedHeaders(b, { at: Date.now() + 86_400_000 })],
    ['timestamp NaN', (h) => ({ ...h, 'x-slack-request-timestamp': 'NaN' })],
    ['timestamp negative', (h) => ({ ...h, 'x-slack-request-timestamp': '-1' })],
    ['timestamp 2^53', (h) => ({ ...h, 'x-slack-request-timestamp': '9007199254740993' })],
    ['timestamp twice', (h) => ({ ...h, 'x-slack-request-timestamp': `${h['x-slack-request-timestamp']}, 1` })],
  ])('%s', async (_name, change) => {
    const b = text();
    expect((await post(b, change(signedHeaders(b), b))).status).toBe(401);
    expect(world.inputs).toEqual([]);
  });

  it('takes 299 s both ways, by the clock it was given', async () => {
    for (const at of [Date.now() - 298_000, Date.now() + 298_000]) {
      const b = body('list');
      expect((await post(b, signedHeaders(b, { at }))).status).toBe(200);
    }
    const wrong = await edgeWorld({ now: () => Date.now() + 600_000 });
    const b = commandBody(wrong, 'list');
    const send = (at: number) =>
      fetch(`${wrong.url}/slack/events`, { method: 'POST', body: b, headers: signedHeaders(b, { at }) });
    expect((await send(Date.now())).status).toBe(401);
    expect((await send(Date.now() + 600_000)).status).toBe(200);
    await wrong.stop();
  });
});

it('asks the database for its time before it throws away what Slack signed, and nobody else can make it ask', async () => {
  let known = Date.now() - 3_600_000;
  let asked = 0;
  const behind = await edgeWorld({
    now: () => known,
    readClock: async () => {
      asked += 1;
      known = Date.now();
    },
  });
  const b = commandBody(behind, 'list');
  const send = (headers: Record<string, string>) =>
    fetch(`${behind.url}/slack/events`, { method: 'POST', body: b, headers });
  expect((await send(signedHeaders(b, { secret: 'x'.repeat(32) }))).status).toBe(401);
  expect(asked).toBe(0);
  expect((await send(signedHeaders(b))).status).toBe(200);
  expect((await send(signedHeaders(b))).status).toBe(200);
  expect(asked).toBe(1);
  expect((await send(signedHeaders(b, { at: Date.now() - 301_500 }))).status).toBe(401);
  await behind.stop();
});

it('does once what is sent fifty times, and answers all the same', async () => {
  const b = body('declare p1 replay');
  const replies = await Promise.all(Array.from({ length: 50 }, () => post(b)));
  const texts = new Set(await Promise.all(replies.map((r) => r.text())));
  expect([replies.every((r) => r.status === 200), texts.size, world.inputs.length]).toEqual([true, 1, 1]);
});

it.each([
  'ssl_check=1',
  'ssl_check=1&command=/incident&text=declare+p1+x',
  'command=/incident&text=declare+p1&ssl_check=1',
])('looks at a certificate check and does nothing: %s', async (text) => {
  const reply = await post(text, { 'content-type': FORM });
  expect([reply.status, await reply.text(), world.inputs.length]).toEqual([200, '', 0]);
});

it('refuses what only looks like a certificate check', async () => {
  for (const text of ['ssl_check=true&command=/incident', 'x_ssl_check=1', 'ssl_check=11']) {
    expect((await post(text, { 'content-type': FORM })).status).toBe(401);
  }
});

it('echoes a signed challenge only', async () => {
  expect(await world.slack.verifyRequestUrl()).toBe(true);
  const text = JSON.stringify({ type: 'url_verification', challenge: 'x' });
  expect((await post(text, { 'content-type': 'application/json' })).status).toBe(401);
});

describe('bodies', () => {
  const json = (value: unknown, type = 'application/json') => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return post(text, { ...signedHeaders(text), 'content-type': type });
  };
  const challenge = { type: 'url_verification', challenge: 'abc' };

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=UTF-8'])(
    '%s',
    async (type) => {
      expect((await json(challenge, type)).status).toBe(200);
    },
  );

  it('a form with a charset', async () => {
    const b = body('list');
    expect((await post(b, { ...signedHeaders(b), 'content-type': `${FORM}; charset=utf-8` })).status).toBe(200);
  });

  it.each<[string, string, string]>([
    ['JSON as a form', '{"a":1}', FORM],
    ['a form as JSON', 'a=1', 'application/json'],
    ['no type', '{}', ''],
    ['text', '{}', 'text/plain'],
    ['an array', '[1]', 'application/json'],
    ['broken JSON', '{"a":', 'application/json'],
    ['a byte order mark', '\uFEFF{"type":"url_verification","challenge":"x"}', 'application/json'],
    ['a key twice', '{"type":"x","type":"url_verification","challenge":"y"}', 'application/json'],
    ['a key twice, escaped', '{"type":"x","\\u0074ype":"url_verification"}', 'application/json'],
    ['a prototype', '{"__proto__":{"polluted":1},"type":"url_verification","challenge":"x"}', 'application/json'],
    ['a constructor', '{"a":{"constructor":{"prototype":{"polluted":1}}}}', 'application/json'],
    ['10,000 deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'application/json'],
    ['10,000 lists deep', '['.repeat(10_000), 'application/json'],
    ['a field twice', 'command=/incident&command=/other&team_id=T', FORM],
    ['two payloads', 'payload={}&payload={}', FORM],
    ['a payload that is text', 'payload=hello', FORM],
  ])('refuses %s', async (_name, text, type) => {
    const status = (await json(text, type)).status;
    expect(status).toBe(400);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(world.inputs).toEqual([]);
  });

  it('refuses bytes that are not UTF-8, and compressed ones', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    expect((await post(bytes, { ...signedHeaders(bytes), 'content-type': 'application/json' })).status).toBe(400);
    const b = body('list');
    expect((await post(b, { ...signedHeaders(b), 'content-encoding': 'gzip' })).status).toBe(400);
  });

  it('takes 64 KiB and not a byte more', async () => {
    const fill = (size: number) => {
      const short = body('update ');
      return `${short}&pad=${'x'.repeat(size - short.length - 5)}`;
    };
    expect((await post(fill(65_536))).status).toBe(200);
    expect((await post(fill(65_537))).status).toBe(413);
    expect((await post('x'.repeat(5_000_000)).catch(() => ({ status: 413 }))).status).toBe(413);
  });
});

describe('addresses and methods', () => {
  it.each(['/slack/events/', '/slack/events/../admin', '/slack//events', '/Slack/Events', '/slack%2Fevents', '/'])(
    '%s is not ours',
    async (path) => {
      const b = body('list');
      const raw = await request(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${b.length}\r\n${Object.entries(
          signedHeaders(b),
        )
          .map(([k, v]) => `${k}: ${v}\r\n`)
          .join('')}\r\n${b}`,
      );
      expect(raw).toMatch(/^HTTP\/1\.1 404/);
    },
  );

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s is not allowed', async (method) => {
    const reply = await fetch(`${world.url}/slack/events`, { method });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('speaks HTTP/1.0 and takes chunks', async () => {
    const b = body('list');
    const head = Object.entries(signedHeaders(b))
      .map(([k, v]) => `${k}: ${v}\r\n`)
      .join('');
    expect(await request(`POST /slack/events HTTP/1.0\r\n${head}Content-Length: ${b.length}\r\n\r\n${b}`)).toMatch(
      / 200 /,
    );
    const half = Math.floor(b.length / 2);
    const chunks = [b.slice(0, half), b.slice(half)].map((c) => `${c.length.toString(16)}\r\n${c}\r\n`).join('');
    expect(
      await request(
        `POST /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${head}Transfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`,
      ),
    ).toMatch(/ 200 /);
  });
});

function request(raw: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1', () => socket.write(raw));
    let out = '';
    socket.on('data', (d) => {
      out += d.toString();
    });
    socket.once('close', () => resolve(out));
    socket.once('error', reject);
  });
}

it('hangs up on a body that drips', async () => {
  const { createHttpReceiver } = await import('../../src/inbound/slack/http-receiver.ts');
  const { createServer } = await import('node:http');
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const receiver = createHttpReceiver({ secrets: [SECRET], now: () => Date.now(), log, bodyWithin: 50 });
  const server = createServer((req, res) => void receiver.handle(req, res));
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  const { port } = server.address() as { port: number };
  const text = await new Promise<string>((resolve) => {
    let out = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx'),
    );
    socket.on('data', (d) => {
      out += d.toString();
    });
    socket.once('close', () => resolve(out));
  });
  expect(text).toMatch(/^HTTP\/1\.1 408/);
  await new Promise((r) => server.close(r));
  expect(() => createHttpReceiver({ secrets: ['short'], now: () => 0, log })).toThrow(/too short/);
});

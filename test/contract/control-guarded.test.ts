/** The control API answers this machine alone, refuses what it does not know in words that help, and outlives its own mistakes. */
import http from 'node:http';
import type { StatusSection } from '../../src/sandbox/control/wire.ts';
import { type ControlWorld, controlWorld } from './support/control-rig.ts';

let w: ControlWorld;
beforeAll(async () => {
  w = await controlWorld();
});
afterAll(() => w.close());

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A request with any header, as fetch would not send it. */
function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }>((ok, no) => {
    const sent = http.request(`${w.url}${path}`, { method, headers, agent: false }, (res) => {
      let text = '';
      res.on('data', (part) => {
        text += part;
      });
      res.on('end', () => ok({ status: res.statusCode ?? 0, headers: res.headers, text }));
    });
    sent.on('error', no);
    sent.end(body);
  });
}
const json = { 'content-type': 'application/json' };
const port = () => w.control.port;

test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST:9'])('answers when it is called %s', async (host) => {
  expect((await ask('/api/status', { headers: { host } })).status).toBe(200);
});

test.each(['evil.example', 'localhost.evil.example:80', '127.0.0.1.nip.io', '10.0.0.1'])(
  'refuses to be called "%s", for the page too',
  async (host) => {
    for (const path of ['/api/status', '/', '/api/live']) {
      const { status, text } = await ask(path, { headers: { host } });
      expect([status, text]).toEqual([403, expect.stringContaining('localhost only')]);
    }
  },
);

test('refuses what a page of somebody else sends, and takes it from its own', async () => {
  const post = (origin: string) =>
    ask('/api/clock', { method: 'POST', headers: { ...json, origin }, body: '{"do":"pause"}' });
  for (const origin of ['http://evil.example', 'null', `https://127.0.0.1:${port()}`, 'http://127.0.0.1:1'])
    expect((await post(origin)).status).toBe(403);
  expect((await post(`http://127.0.0.1:${port()}`)).status).toBe(200);
  const listens = await ask('/api/live', { headers: { origin: 'http://evil.example' } });
  expect(listens.status).toBe(403);
});

test('takes JSON only, and not more than a megabyte of it', async () => {
  const form = { 'content-type': 'text/plain' };
  expect(await ask('/api/clock', { method: 'POST', headers: form, body: '{"do":"pause"}' })).toMatchObject({
    status: 415,
  });
  expect(await ask('/api/clock', { method: 'POST', headers: json, body: '{"do":' })).toMatchObject({ status: 400 });
  const text = 'x'.repeat(1024 * 1024 + 1);
  expect(await ask('/api/act', { method: 'POST', headers: json, body: JSON.stringify({ text }) })).toMatchObject({
    status: 413,
  });
  expect(await ask('/api/status')).toMatchObject({ status: 200 });
});

test.each([
  ['/api/clock', { do: 'rewind' }, 400, 'do'],
  ['/api/clock', { do: 'advance', ms: -1 }, 400, 'ms'],
  ['/api/clock', { do: 'pause', extra: 1 }, 400, undefined],
  ['/api/act', { as: 'U0ALICE', do: 'say', channel: 'incidents' }, 400, 'text'],
  ['/api/act', { as: 'U0ALICE', do: 'say', channel: 'nowhere', text: 'x' }, 404, 'channel'],
  ['/api/faults', { id: 'earthquake', on: true }, 404, 'id'],
  ['/api/phones', { email: 'x@example.com', incidentId: 'Q1', do: 'acknowledge' }, 404, 'email'],
  ['/api/guide', { do: 'begin', story: 'cinderella' }, 404, 'story'],
  ['/api/reset', { hard: true }, 400, undefined],
])('refuses %s %j', async (path, body, status, where) => {
  const refusal = await w.refused(path, body);
  expect(refusal.status).toBe(status);
  expect(refusal.where).toBe(where);
  expect(refusal.message.length).toBeGreaterThan(20);
});

test('says what would do, where a body is not what it should be', async () => {
  expect((await w.refused('/api/clock', { do: 'rewind' })).message).toMatch(
    /advance.*This would do: \{"do":"advance","ms":300000\}/,
  );
});

test.each([
  ['/api/nothing', 404, 'GET /api lists'],
  ['/api/traffic/9999', 404, 'There is no row'],
  ['/api/traffic/1/2', 404, 'There is no /api'],
  ['/api/act', 405, 'takes POST'],
  ['/api/messages?as=U0ALICE', 400, '?channel='],
  ['/api/phones?who=me', 400, 'takes no query "who"'],
  ['/main.css', 404, 'npm run build'],
  ['/..%2f..%2fpackage.json', 404, 'There is no'],
])('refuses GET %s', async (path, status, words) => {
  const refusal = await w.refused(path);
  expect([refusal.status, refusal.message]).toEqual([status, expect.stringContaining(words)]);
});

test('a mistake of its own is told, printed, and survived', async () => {
  w.rig().settled = () => Promise.reject(new Error('the ground shook'));
  expect(await w.refused('/api/settle', {})).toEqual({
    status: 500,
    message: 'The sandbox made a mistake: the ground shook',
  });
  expect(w.printed.join()).toContain('the ground shook');
  expect(await w.get<StatusSection>('/api/status')).toEqual({ state: 'ready' });
});

test('serves the page and its own documentation, to be framed and sniffed by nobody', async () => {
  const { text, headers } = await ask('/');
  expect(text).toMatch(/<html lang="en">[\s\S]*main\.css[\s\S]*main\.js[\s\S]*<div id="app">[\s\S]*<noscript>/);
  expect(headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect((await ask('/main.js')).headers['content-type']).toContain('text/javascript');
  expect((await ask('/favicon.svg')).headers['content-type']).toBe('image/svg+xml');
  expect((await ask('/api/status')).headers['cache-control']).toBe('no-store');
  expect((await ask('/api')).text).toContain('POST /api/act');
});

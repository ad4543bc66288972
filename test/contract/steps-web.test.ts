/** Steps that ask the web for something, look at certificates and at vendors' status pages, against real servers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GuardedWeb } from '../../src/adapters/http/guarded-web.ts';
import { TlsCertificates } from '../../src/adapters/http/tls-certificates.ts';
import { judge } from '../../src/domain/runbook/judge.ts';
import type { ActionStep, Params, Plan, Run } from '../../src/domain/runbook/model.ts';
import type { ChangeKind, StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { runbookOf } from '../unit/run-play.ts';

let server: Server;
let base: string;
const asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let answer: (req: IncomingMessage, res: ServerResponse) => void = (_, res) => res.end('{"ok":true}');
beforeAll(async () => {
  server = createServer((req, res) => {
    let body = '';
    req.on('data', (d) => {
      body += d;
    });
    req.on('end', () => {
      asked.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body });
      answer(req, res);
    });
  });
  await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
  answer = (_, res) => res.end('{"ok":true}');
});

const web = new GuardedWeb({ allow: ['127.0.0.1'], secret: (name) => (name === 'TOKEN' ? 's3cret' : undefined) });
const ports = { web, certificates: new TlsCertificates() } as unknown as StepPorts;
const kind = (name: string) => kindOf(name) as ChangeKind;
const context = { now: Date.UTC(2026, 0, 5), key: 'run/1/plan/1' };

async function planned(params: Params): Promise<Plan> {
  const made = await kind('http.request').plan(params, ports, context);
  if ('refused' in made) throw new Error(made.refused);
  const of = { run: 1, step: '1', attempt: 1, kind: 'http.request', params, runbook: 'x', requester: 'ada' };
  return { ...of, ...made };
}
const carriedOut = (plan: Plan) => kind('http.request').execute(plan, ports, { key: 'run/1/execute/1', late: false });

describe('http.request', () => {
  const trigger = () => ({
    url: `${base}/api/scheduler/trigger/aggregate_refresh`,
    headers: { Authorization: 'Bearer secret:TOKEN' },
    body: { full: true },
  });

  test.each([
    [
      'a secret that is not set',
      () => ({ ...trigger(), headers: { Authorization: 'Bearer secret:NONE' } }),
      /set TOCSIN_SECRET_NONE/,
    ],
    ['an address that is not allowed', () => ({ ...trigger(), url: 'http://10.0.0.1/x' }), /not a public address/],
  ])('%s is told in the plan, before anybody agrees to it', async (_, params, why) => {
    await expect(planned(params())).rejects.toThrow(why);
    expect(asked).toEqual([]);
  });

  test('is planned without a call, shows everything but the secret, and sends exactly that', async () => {
    const plan = await planned(trigger());
    expect(asked).toEqual([]);
    expect(plan).toMatchObject({ summary: `POST ${trigger().url}`, changes: [{ what: 'body', to: '{"full":true}' }] });
    expect(JSON.stringify(plan)).not.toContain('s3cret');
    expect(await carriedOut(plan)).toMatchObject({ kind: 'done', output: { status: 200, json: { ok: true } } });
    expect(asked).toEqual([
      expect.objectContaining({
        method: 'POST',
        body: '{"full":true}',
        headers: expect.objectContaining({ authorization: 'Bearer s3cret', 'content-type': 'application/json' }),
      }),
    ]);
  });

  test('an answer that is not what was asked for is a failure with its words; which answers are is the file’s to say', async () => {
    answer = (_, res) => res.writeHead(409).end('already running');
    await expect(carriedOut(await planned(trigger()))).rejects.toMatchObject({
      kind: 'permanent',
      message: expect.stringMatching(/answered 409: already running/),
    });
    expect(await carriedOut(await planned({ ...trigger(), done: [200, 409] }))).toMatchObject({
      kind: 'done',
      output: { status: 409 },
    });
  });

  test('no answer means that nobody knows; a redirect is an answer and is not followed', async () => {
    answer = (req) => req.socket.destroy();
    await expect(carriedOut(await planned(trigger()))).rejects.toMatchObject({ kind: 'unknown' });
    answer = (_, res) => res.writeHead(307, { location: `${base}/elsewhere` }).end();
    await expect(carriedOut(await planned(trigger()))).rejects.toMatchObject({ code: 'http.307' });
    expect(asked.map((a) => a.url)).not.toContain('/elsewhere');
  });

  test('too late is not begun, and a secret nobody set is told before anything is sent', async () => {
    expect(await kind('http.request').execute(await planned(trigger()), ports, { key: 'k', late: true })).toEqual({
      kind: 'late',
    });
    const of = await planned(trigger());
    const other = { ...of, request: { ...of.request, headers: { Authorization: 'Bearer secret:OTHER' } } };
    await expect(carriedOut(other)).rejects.toMatchObject({
      kind: 'permanent',
      message: expect.stringContaining('TOCSIN_SECRET_OTHER'),
    });
    expect(asked).toEqual([]);
  });

  test.each([
    [{ url: 'ftp://x/' }, /http:\/\/ or https:\/\//],
    [{ url: 'https://x/', headers: { Authorization: 'Bearer abc' } }, /secret:NAME/],
    [{ url: 'https://x/', headers: { Host: 'y' } }, /must not set/],
    [{ url: 'https://x/', headers: { 'X-A': 'a\r\nX-B: b' } }, /one line/],
    [{ url: 'https://x/', headers: { 'X A': 'a' } }, /Invalid key/],
    [{ url: 'https://x/', method: 'GET' }, /POST/],
  ])('%j is refused when it is read', (params, why) => {
    expect(
      kindOf('http.request')
        ?.schema.check(params)
        .map((p) => p.message)
        .join(),
    ).toMatch(why);
  });

  test.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/latest',
    'http://[::1]/',
    'http://metadata.google.internal/',
    'http://127.0.0.1:22/',
    'http://user:pw@example.com/',
    'http://0x7f.1/',
    'http://2130706433/',
  ])('%s is refused in the plan, and again before anything is sent', async (url) => {
    const strict = { ...ports, web: new GuardedWeb() };
    expect(await kind('http.request').plan({ url }, strict, context)).toMatchObject({
      refused: expect.stringMatching(/./),
    });
    // As if it had been allowed when it was planned.
    const of = await planned({ url: `${base}/` });
    const moved = { ...of, request: { ...of.request, url } };
    await expect(kind('http.request').execute(moved, strict, { key: 'k', late: false })).rejects.toMatchObject({
      kind: 'permanent',
      code: 'http.refused',
    });
  });
});

async function read(name: string, params: Params) {
  const k = kindOf(name);
  if (!k || !('read' in k)) throw new Error(name);
  const output = await k.read(params, ports, { timeout: 5_000, now: Date.now(), since: Date.now() });
  const step = {
    type: 'action',
    path: '1',
    id: '1',
    name,
    at: 'x:1',
    kind: name,
    params,
    timeout: 1_000,
  } as ActionStep;
  const run = {
    runbook: runbookOf('- note: x\n'),
    steps: {},
    inputs: {},
    facts: { service: {}, incident: {} },
  } as unknown as Run;
  return { output, lines: k.lines(output), verdict: judge(run, step, k, output).kind };
}

describe('vendor.status', () => {
  const page = {
    status: { indicator: 'major', description: 'Partial outage' },
    components: [
      { name: 'Database', status: 'major_outage' },
      { name: 'Auth', status: 'operational' },
    ],
    incidents: [{ name: 'Elevated errors', impact: 'major', created_at: '2026-11-26T01:00:00Z' }],
  };

  test('says what is degraded; that the vendor is ill is an answer, not a failure', async () => {
    answer = (_, res) => res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
    const { output, lines, verdict } = await read('vendor.status', { page: base });
    expect(output).toMatchObject({
      indicator: 'major',
      degraded: [{ name: 'Database', status: 'major_outage' }],
      incidents: [{ name: 'Elevated errors' }],
    });
    expect({ lines, verdict }).toEqual({
      lines: ['✗ Partial outage', 'Database: major_outage', 'major: Elevated errors'],
      verdict: 'pass',
    });
    expect(asked[0]?.url).toBe('/api/v2/summary.json');
  });

  test.each([
    ['<html>', 200],
    ['{}', 200],
    ['no', 503],
  ])('a page that answers %j says nothing, and that is a failure', async (body, status) => {
    answer = (_, res) => res.writeHead(status).end(body);
    const { output, verdict } = await read('vendor.status', { page: base });
    expect({ indicator: output.indicator, verdict }).toEqual({ indicator: 'unknown', verdict: 'fail' });
  });
});

test('tls.expiry says why there is no certificate, and refuses private addresses', async () => {
  const plain = await read('tls.expiry', { host: '127.0.0.1', port: Number(new URL(base).port) });
  expect(plain).toMatchObject({ verdict: 'fail', output: { trusted: false, error: expect.stringMatching(/refused/) } });
});

/** What a person at a terminal gets: every problem at once, a plain sentence instead of a stack, and honest exit codes. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase } from '../support/database.ts';
import { endAll, tocsin } from '../support/tocsin.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
});
afterAll(async () => {
  await endAll();
  rmSync(dir, { recursive: true });
});

const SLACK = {
  SLACK_BOT_TOKEN: 'xoxb-x',
  SLACK_SIGNING_SECRET: '0123456789abcdef',
  PAGERDUTY_ROUTING_KEY: 'R0123456',
};

async function ran(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const t = tocsin(args, env);
  const { code } = await t.ended;
  return { code, out: t.out.join('\n'), err: t.err() };
}

test('start without an environment prints every problem and exits 1', async () => {
  const { code, out, err } = await ran(['start'], { PAGERDUTY_WEBHOK_SECRET: 'hush-hush' });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'PAGERDUTY_ROUTING_KEY', 'README.md']) {
    expect(err).toContain(name);
  }
  expect(err).toContain('PAGERDUTY_WEBHOK_SECRET is not a variable: did you mean PAGERDUTY_WEBHOOK_SECRET?');
  expect(err).not.toContain('hush-hush');
  expect(err).not.toContain('    at ');
});

test('what is printed into a pipe arrives whole', async () => {
  const { code, out } = await ran(['schema']);
  expect(code).toBe(0);
  expect(`${out}\n`).toBe(readFileSync('workflows/runbook.schema.json', 'utf8'));
});

test('start says which database, port or routing key it cannot use, and exits 1', async () => {
  const busy = net.createServer().listen(0, '127.0.0.1');
  await new Promise((r) => busy.once('listening', r));
  const { port } = busy.address() as net.AddressInfo;
  const db = await createDatabase();
  const named = join(dir, 'named');
  cpSync('workflows', named, { recursive: true });
  const people = join(named, 'org/people.yaml');
  const keyed = 'director: { people: [dora], routingKey: PAGERDUTY_ROUTING_KEY_DIRECTORS }';
  writeFileSync(people, readFileSync(people, 'utf8').replace('director: [dora]', keyed));
  expect(readFileSync(people, 'utf8')).toContain(keyed);
  try {
    const [away, denied, taken, keyless] = await Promise.all([
      ran(['start'], { ...SLACK, DATABASE_URL: 'postgres://me:hush-hush@127.0.0.1:1/tocsin' }),
      ran(['migrate'], { DATABASE_URL: db.url.replace(/:[^:@/]+@/, ':hush-hush@') }),
      ran(['start', '--role', 'worker'], { ...SLACK, DATABASE_URL: db.url, HOST: '127.0.0.1', PORT: String(port) }),
      ran(['start', '--role', 'worker'], { ...SLACK, DATABASE_URL: db.url, TOCSIN_WORKFLOWS: named }),
    ]);
    expect([away, denied, taken, keyless].map((r) => r.code)).toEqual([1, 1, 1, 1]);
    expect(away.err).toMatch(/^PostgreSQL at 127\.0\.0\.1:1\/tocsin cannot be used: .*ECONNREFUSED.*DATABASE_URL\.$/m);
    expect(denied.err).toMatch(/cannot be used: .*password authentication failed/);
    expect(taken.err).toMatch(new RegExp(`^Cannot listen on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE.*PORT`, 'm'));
    expect(keyless.err).toMatch(/routing keys that are not set: PAGERDUTY_ROUTING_KEY_DIRECTORS/);
    for (const r of [away, denied, taken, keyless]) {
      expect(r.err).not.toContain('hush-hush');
      expect(r.err).not.toContain('    at ');
    }
  } finally {
    busy.close();
    await db.drop();
  }
});

test('a bug that nobody caught ends the process with one line of JSON, and the redactor has seen it', () => {
  const script = `
    import { lastWords } from './dist/parts/app/last-words.js';
    lastWords({ log: { level: 'info' } }, { all: ['hush-hush-hush'] });
    void Promise.reject(new Error('it said hush-hush-hush'));
    setTimeout(() => {}, 60_000);`;
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(ended).toMatchObject({ status: 1, stderr: '' });
  expect(JSON.parse(ended.stdout)).toMatchObject({
    level: 'error',
    msg: 'a bug ended this process',
    err: { message: 'it said [redacted]' },
  });
});

test('check exits 0 for a good folder, 1 for a bad one and 2 for none, and says where and what', async () => {
  const bad = join(dir, 'bad');
  cpSync('workflows', bad, { recursive: true });
  const file = join(bad, 'org/severities.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nsurprise: true\n`);
  const risky = join(dir, 'risky');
  cpSync('workflows', risky, { recursive: true });
  const scaling = 'name: Up\nsteps:\n  - kubernetes.scale: { namespace: shop, deployment: api, replicas: 15 }\n';
  writeFileSync(join(risky, 'architect/up.yaml'), scaling);
  const [shipped, asked, broken, missing, wrong, warned, strict, sarif] = await Promise.all([
    ran(['check']),
    ran(['check', 'workflows']),
    ran(['check', bad]),
    ran(['check', join(dir, 'nowhere')]),
    ran(['check', '--strickt']),
    ran(['check', risky]),
    ran(['check', '--strict', risky]),
    ran(['check', '--strict', '--sarif', risky]),
  ]);
  const all = [shipped, asked, broken, missing, wrong, warned, strict, sarif];
  expect(all.map(({ code }) => code)).toEqual([0, 0, 1, 2, 2, 0, 1, 1]);
  expect(warned.out).toMatch(/^architect\/up\.yaml:3:\d+ warning H6 /m);
  expect(strict.out).toBe(warned.out);
  expect(JSON.parse(sarif.out)).toMatchObject({ version: '2.1.0' });
  expect(asked.out).toMatch(
    /No problems\.\n[\s\S]*\d+ accepted hazards\.\nworkflows: \d+ severities, \d+ policies, \d+ services, \d+ runbooks\./,
  );
  expect(broken.out).toMatch(/^org\/severities\.yaml:\d+:\d+ /m);
  expect(missing.err).toMatch(/cannot be read: .*nowhere/);
  expect(missing.err).not.toContain('    at ');
});

test('manifest prints what is committed, and what it is asked for', async () => {
  const [plain, url, socket] = await Promise.all([
    ran(['manifest']),
    ran(['manifest', '--url', 'https://tocsin.company.test']),
    ran(['manifest', '--socket']),
  ]);
  expect(`${plain.out}\n`).toBe(readFileSync('slack-manifest.yaml', 'utf8'));
  expect(url.out).toContain('https://tocsin.company.test/slack/events');
  expect(url.out).not.toContain('tocsin.example.com/slack');
  expect(socket.out).toContain('socket_mode_enabled: true');
});

test('migrate brings an empty database up, and the second time there is nothing to do', async () => {
  const db = await createDatabase();
  const name = `e_${Date.now()}`;
  await db.query(`create database ${name}`);
  const url = new URL(db.url);
  url.pathname = `/${name}`;
  try {
    const env = { DATABASE_URL: url.href };
    const first = await ran(['migrate'], env);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^Applied 0001_loop/);
    expect(await ran(['migrate'], env)).toEqual({ code: 0, out: 'The database is up to date.', err: '' });
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    const { rows } = await client.query(`select has_table_privilege('tocsin_app', 'tocsin.timeline', 'delete') as may`);
    await client.end();
    expect(rows).toEqual([{ may: false }]);
  } finally {
    await db.query(`drop database ${name} with (force)`);
    await db.drop();
  }
});

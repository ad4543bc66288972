/** The databases and caches of a story: real servers, with a role that may look and one that may change. */
import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { TargetsFile } from '../../../domain/data/model.ts';
import type { StoryHead } from '../../runbook-test/test-file.ts';

export interface Databases {
  /** Variables that hold the addresses, for the worker. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** A story needs a cache and there is no redis-server: said, never imitated. */
export class NoRedisError extends Error {
  override readonly name = 'NoRedisError';
}

/** Nothing that stands in a plan by accident: what is secret is hidden wherever it appears. */
const [LOOK, CHANGE] = ['look-story-0001', 'change-story-0001'];

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

export async function openDatabases(server: string, targets: TargetsFile, head: StoryHead): Promise<Databases> {
  const environment: Record<string, string> = {};
  const put = (secret: string | undefined, url: string) => {
    if (secret !== undefined) environment[`TOCSIN_SECRET_${secret}`] = url;
  };
  for (const [name, { diagnose, change }] of Object.entries(targets.databases)) {
    const database = `story_${name.replaceAll('-', '_')}`;
    await statements(server, [
      `create database ${quoted(database)}`,
      `create role ${quoted(`${database}_look`)} login password '${LOOK}'`,
      `create role ${quoted(`${database}_change`)} login password '${CHANGE}'`,
      `grant pg_signal_backend, pg_monitor to ${quoted(`${database}_change`)}`,
      `grant pg_monitor to ${quoted(`${database}_look`)}`,
      `alter database ${quoted(database)} owner to ${quoted(`${database}_change`)}`,
    ]);
    const at = (role: string, password: string) => {
      const url = new URL(server);
      [url.pathname, url.username, url.password] = [`/${database}`, `${database}_${role}`, password];
      return url.href;
    };
    const [look, owner] = [at('look', LOOK), at('change', CHANGE)];
    await statements(owner, [
      'revoke all on schema public from public',
      ...(head.sql[name] ?? []),
      `grant usage on schema public to ${quoted(`${database}_look`)}`,
      `grant select on all tables in schema public to ${quoted(`${database}_look`)}`,
    ]);
    put(diagnose, look);
    put(change, owner);
  }
  const servers: ChildProcess[] = [];
  for (const [name, commands] of Object.entries(head.redis)) {
    const secret = Object.hasOwn(targets.caches, name) ? targets.caches[name] : undefined;
    if (secret === undefined) throw new Error(`org/targets.yaml has no cache ${name}`);
    const { child, url } = await startRedis();
    servers.push(child);
    const client = new Redis(url);
    for (const [command = '', ...args] of commands) await client.call(command, ...args);
    client.disconnect();
    put(secret, url);
  }
  return {
    environment,
    async close() {
      for (const child of servers) child.kill('SIGKILL');
    },
  };
}

async function statements(url: string, all: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const one of all) await client.query(one);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  return new Promise((ok, no) => {
    const s = net.createServer().once('error', no);
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address() as net.AddressInfo;
      s.close(() => ok(port));
    });
  });
}

async function startRedis(): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise<void>((ok, no) => {
    child.once('error', () =>
      no(new NoRedisError('This story needs a cache: install redis-server and play it again.')),
    );
    child.once('exit', (code) => no(new Error(`redis-server ended with ${code}`)));
    child.stdout?.on('data', (d: Buffer) => d.toString().includes('Ready to accept') && ok());
  });
  return { child, url: `redis://127.0.0.1:${port}` };
}

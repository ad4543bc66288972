/** The databases and caches of a story: real servers, with a role that may look and one that may change. */
import { Redis } from 'ioredis';
import pg from 'pg';
import type { TargetsFile } from '../../../domain/data/model.ts';
import type { StoryHead } from '../../runbook-test/test-file.ts';
import { type RedisServer, startRedisServer } from './redis-server.ts';

export interface Databases {
  /** Variables that hold the addresses, for the worker. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
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
  const servers: RedisServer[] = [];
  for (const [name, commands] of Object.entries(head.redis)) {
    const secret = Object.hasOwn(targets.caches, name) ? targets.caches[name] : undefined;
    if (secret === undefined) throw new Error(`org/targets.yaml has no cache ${name}`);
    const server = await startRedisServer();
    servers.push(server);
    const client = new Redis(server.url);
    for (const [command = '', ...args] of commands) await client.call(command, ...args);
    client.disconnect();
    put(secret, server.url);
  }
  return {
    environment,
    async close() {
      for (const s of servers) await s.stop();
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

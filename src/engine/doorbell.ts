/**
 * BullMQ as the doorbell: a job says "look at these lanes" and nothing else, on Redis or on PostgreSQL. It distributes work over
 * processes and saves latency; it holds no promise. Its jobs may be lost, doubled or late, and its server may be gone.
 */
import { createPostgresBackend, Queue as RedisQueue, Worker as RedisWorker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { createPool, type Pool } from '../db/pool.ts';

const QUEUE = 'tocsin-lanes';
/** A ring answered slower than this is dropped: the reconciler looks every second anyway. */
const CONCURRENCY = 50;
const CLOSE_WITHIN = 1_500;

export interface DoorbellOptions {
  /** Absent: the PostgreSQL backend on `databaseUrl`. */
  readonly redisUrl?: string;
  readonly databaseUrl: string;
  /** Keeps two deployments on one Redis apart. */
  readonly deployment: string;
  readonly onTrouble: (error: Error) => void;
}

export interface Doorbell {
  readonly backend: 'redis' | 'postgres';
  /** Never waits and never throws; lanes rung in the same tick go out together. */
  ring(lanes: readonly string[]): void;
  /** Calls `look` with the lanes of jobs as they arrive. */
  answer(look: (lanes: readonly string[]) => void): void;
  /** Drops every job there is, and says how many waited; nothing but latency may change. */
  obliterate(): Promise<number>;
  close(): Promise<void>;
}

/** A job costs the same whatever it says; more lanes than this and one worker would get what several could share. */
const LANES_A_JOB = 16;

interface Job {
  readonly lanes: readonly string[];
}

const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const;

/** The part of a BullMQ queue both backends share and we use. */
interface Queue {
  addBulk(jobs: { name: string; data: Job; opts: typeof KEEP_NOTHING }[]): Promise<unknown>;
  count(): Promise<number>;
  obliterate(o: { force: boolean }): Promise<void>;
  close(): Promise<void>;
}

interface Backend {
  readonly queue: Queue;
  worker(process: (job: { data: Job }) => Promise<void>): { close(force?: boolean): Promise<void> };
  end(): Promise<void>;
}

function onRedis(url: string, o: DoorbellOptions): Backend {
  const prefix = `tocsin-${o.deployment}`;
  // A producer must fail at once, a worker must wait for ever: two connections with two tempers.
  const ring = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
    lazyConnect: false,
  });
  const wait = new Redis(url, { maxRetriesPerRequest: null });
  for (const r of [ring, wait]) r.on('error', o.onTrouble);
  const queue = new RedisQueue<Job>(QUEUE, { connection: ring, prefix });
  queue.on('error', o.onTrouble);
  return {
    queue,
    worker(process) {
      const worker = new RedisWorker<Job>(QUEUE, process, {
        connection: wait,
        prefix,
        concurrency: CONCURRENCY,
        runRetryDelay: 1_000,
      });
      worker.on('error', o.onTrouble);
      return worker;
    },
    async end() {
      for (const r of [ring, wait]) r.disconnect();
    },
  };
}

function onPostgres(o: DoorbellOptions): Backend {
  const pool: Pool = createPool({
    url: o.databaseUrl,
    max: 6,
    name: 'tocsin-doorbell',
    searchPath: 'bullmq',
    onError: o.onTrouble,
  });
  const { Queue, Worker } = withBackend(createPostgresBackend);
  // BullMQ types its pool by the few members it uses; pg's own type is wider in overloads it never calls.
  const connection = pool as unknown as ConstructorParameters<typeof Queue>[1]['connection'];
  const queue = new Queue<Job>(QUEUE, { connection, skipVersionCheck: false } as ConstructorParameters<
    typeof Queue
  >[1]);
  queue.on('error', o.onTrouble);
  return {
    queue,
    worker(process) {
      const worker = new Worker<Job>(QUEUE, process, { connection, concurrency: CONCURRENCY, runRetryDelay: 1_000 });
      worker.on('error', o.onTrouble);
      return worker;
    },
    async end() {
      await pool.end();
    },
  };
}

export function createDoorbell(o: DoorbellOptions): Doorbell {
  const backend = o.redisUrl ? onRedis(o.redisUrl, o) : onPostgres(o);
  let lanes = new Set<string>();
  let ringing = false;
  let worker: { close(force?: boolean): Promise<void> } | undefined;
  const flush = async () => {
    while (lanes.size > 0) {
      const all = [...lanes];
      lanes = new Set();
      const jobs = Array.from({ length: Math.ceil(all.length / LANES_A_JOB) }, (_, n) => ({
        name: 'look',
        data: { lanes: all.slice(n * LANES_A_JOB, (n + 1) * LANES_A_JOB) },
        opts: KEEP_NOTHING,
      }));
      await backend.queue.addBulk(jobs).catch(o.onTrouble);
    }
    ringing = false;
  };
  return {
    backend: o.redisUrl ? 'redis' : 'postgres',
    ring(more) {
      for (const l of more) lanes.add(l);
      if (ringing || lanes.size === 0) return;
      ringing = true;
      queueMicrotask(() => void flush());
    },
    answer(look) {
      worker = backend.worker(async (job) => look(job.data.lanes));
    },
    async obliterate() {
      const waiting = await backend.queue.count();
      await backend.queue.obliterate({ force: true });
      return waiting;
    },
    async close() {
      // A bell whose server is gone must not hold up a stop.
      const limit = new Promise((r) => setTimeout(r, CLOSE_WITHIN).unref());
      const closing = [worker?.close(), backend.queue.close()].map((p) => p?.catch(o.onTrouble));
      await Promise.race([Promise.all(closing), limit]);
      await Promise.race([backend.end().catch(o.onTrouble), limit]);
    },
  };
}

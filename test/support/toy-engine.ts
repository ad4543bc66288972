/** The real engine on a real database and a real doorbell, with the toy aggregate in it. */

import { createPool } from '../../src/db/pool.ts';
import { crashPoints } from '../../src/engine/crash-point.ts';
import { createDoorbell } from '../../src/engine/doorbell.ts';
import type { EffectHandler } from '../../src/engine/effect.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { AnyAggregate } from '../../src/engine/group.ts';
import type { Worker, WorkerEvent } from '../../src/engine/worker.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { toy } from './toy.ts';

export interface ToyEngine {
  readonly db: TestDatabase;
  readonly redis: TestRedis | undefined;
  readonly engine: Engine;
  readonly events: WorkerEvent[];
  /** What the doorbell complained of. */
  readonly troubles: Error[];
  /** Another engine on the same database: another process, as far as PostgreSQL can tell. */
  another(): Engine;
  worker(handlers: readonly EffectHandler[], engine?: Engine): Promise<Worker>;
  close(): Promise<void>;
}

export async function toyEngine(backend: 'postgres' | 'redis'): Promise<ToyEngine> {
  const db = await createDatabase();
  const redis = backend === 'redis' ? await startRedis() : undefined;
  const ends: (() => Promise<unknown>)[] = [];
  const workers: Worker[] = [];
  const events: WorkerEvent[] = [];
  const troubles: Error[] = [];
  const make = () => {
    const pool = createPool({ url: db.url, max: 4, name: 'test', onError: () => {} });
    const doorbell = createDoorbell({
      ...(redis ? { redisUrl: redis.url } : {}),
      databaseUrl: db.url,
      deployment: `t${process.pid}${ends.length}`,
      onTrouble: (e) => troubles.push(e),
    });
    const aggregates = [toy as unknown as AnyAggregate<null>];
    const crash = crashPoints(undefined);
    const engine = createEngine({ pool, databaseUrl: db.url, aggregates, catalog: () => null, doorbell, crash });
    ends.push(async () => {
      await doorbell.close();
      await pool.end();
    });
    return { engine, doorbell };
  };
  const first = make();
  return {
    db,
    redis,
    engine: first.engine,
    events,
    troubles,
    another: () => make().engine,
    async worker(handlers, engine = first.engine) {
      const worker = engine.worker({ handlers, slots: 32, slotsForRest: 4, report: (e) => events.push(e) });
      workers.push(worker);
      await worker.start();
      if (engine === first.engine) first.doorbell.answer((lanes) => worker.ring(lanes));
      return worker;
    },
    async close() {
      for (const w of workers) await w.stop(2_000);
      for (const end of ends) await end();
      await redis?.stop();
      await db.drop();
    },
  };
}

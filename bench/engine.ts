/** The product's own engine with its own rules, and nobody outside: what it does on the inside is what is measured. */
import { setTimeout } from 'node:timers/promises';
import { SLOTS, SLOTS_FOR_REST } from '../src/app/worker.ts';
import { compileFolder } from '../src/app/workflows.ts';
import { createPool } from '../src/db/pool.ts';
import type { Catalog } from '../src/domain/catalog/model.ts';
import { incidentAggregate } from '../src/domain/incident/decide.ts';
import { runAggregate } from '../src/domain/runbook/decide.ts';
import { crashPoints } from '../src/engine/crash-point.ts';
import { createDoorbell } from '../src/engine/doorbell.ts';
import type { EffectHandler } from '../src/engine/effect.ts';
import { createEngine, type Engine } from '../src/engine/engine.ts';
import type { AnyAggregate } from '../src/engine/group.ts';
import type { Worker, WorkerEvent } from '../src/engine/worker.ts';
import { packageRoot } from '../src/lib/package-root.ts';
import type { Backend, Place } from './place.ts';

export interface BenchEngine {
  readonly url: string;
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly worker: Worker;
  close(): Promise<void>;
}

/** What Slack takes for an answer, milliseconds: changes that come meanwhile are shown together. */
const SLACK_TAKES = 100;

const toSlack = (kind: string): EffectHandler => ({
  kind,
  async run() {
    await setTimeout(SLACK_TAKES);
    return { kind: 'done' };
  },
  gaveUp: () => undefined,
});

const CHAT = [
  'chat.card',
  'chat.run',
  'chat.open',
  'chat.line',
  'chat.announce',
  'chat.invite',
  'chat.dm',
  'chat.approval',
];

let made = 0;

export async function openEngine(
  place: Place,
  backend: Backend,
  handlers: readonly EffectHandler[],
  report: (e: WorkerEvent) => void,
): Promise<BenchEngine> {
  made += 1;
  const { catalog } = await compileFolder(`${packageRoot()}/workflows`);
  if (!catalog) throw new Error('the bundled workflows do not load');
  const url = await place.database();
  // As the product has it: src/app/core.ts.
  const pool = createPool({ url, max: 6, name: 'tocsin', onError: () => {} });
  const doorbell = createDoorbell({
    ...(backend === 'redis' && place.redis ? { redisUrl: place.redis.url } : {}),
    databaseUrl: url,
    deployment: `bench${made}`,
    onTrouble: () => {},
  });
  const aggregates = [incidentAggregate, runAggregate] as unknown as readonly AnyAggregate<Catalog>[];
  const engine = createEngine<Catalog>({
    pool,
    databaseUrl: url,
    aggregates,
    catalog: () => catalog,
    doorbell,
    crash: crashPoints(undefined),
  });
  await engine.state({ kind: 'incident', id: 0 });
  const own = new Set(handlers.map((h) => h.kind));
  const others = CHAT.filter((k) => !own.has(k)).map(toSlack);
  const worker = engine.worker({
    handlers: [...handlers, ...others],
    slots: SLOTS,
    slotsForRest: SLOTS_FOR_REST,
    report,
  });
  await worker.start();
  doorbell.answer((lanes) => worker.ring(lanes));
  return {
    url,
    engine,
    catalog,
    worker,
    async close() {
      await worker.stop(2_000);
      await doorbell.close();
      await pool.end();
    },
  };
}

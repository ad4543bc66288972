/** What every role stands on: the record, the doorbell, the engine with our aggregates, the workflows and the ports. */
import { createPool, type Pool } from '../db/pool.ts';
import { taskAggregate } from '../domain/cadence/decide.ts';
import type { Catalog } from '../domain/catalog/model.ts';
import { incidentAggregate } from '../domain/incident/decide.ts';
import { runAggregate } from '../domain/runbook/decide.ts';
import { crashPoints } from '../engine/crash-point.ts';
import type { Input } from '../engine/decision.ts';
import { createDoorbell, type Doorbell } from '../engine/doorbell.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import type { AnyAggregate } from '../engine/group.ts';
import { createLogger, type Logger } from '../lib/log.ts';
import { createRedactor, type Redactor } from '../lib/redact.ts';
import type { Config, Secrets } from './config/config.ts';
import { type AppMetrics, createMetrics } from './metrics.ts';
import { createPorts, type Ports } from './ports.ts';
import { loadWorkflows, type Workflows } from './workflows.ts';

export interface Core {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly redactor: Redactor;
  readonly metrics: AppMetrics;
  readonly pool: Pool;
  readonly doorbell: Doorbell;
  readonly engine: Engine;
  /** `engine.handle`, counted. */
  readonly handle: Engine['handle'];
  /** Learns the database's time. Those who ask within a second share one look. */
  readClock(): Promise<unknown>;
  readonly workflows: Workflows;
  readonly ports: Ports;
  close(): Promise<void>;
}

/** The engine does not look into states, inputs and events; each aggregate only ever sees its own. */
const aggregates = [incidentAggregate, runAggregate, taskAggregate] as unknown as readonly AnyAggregate<Catalog>[];

/** Anybody who holds an old request of Slack's can make us look: not more often than this, milliseconds. */
const CLOCK_IS_KNOWN_FOR = 1_000;

export async function createCore(config: Config, secrets: Secrets, databaseUrl: string): Promise<Core> {
  const redactor = createRedactor([...secrets.all, new URL(databaseUrl).password]);
  const log = createLogger({ level: config.log.level, redactor });
  const metrics = createMetrics();
  const routingKeys = Object.keys(secrets.routingKeys);
  const workflows = await loadWorkflows({ dir: config.workflows, deployment: config.deployment, routingKeys, log });
  if (config.ignored.length > 0) log.warn({ variables: config.ignored }, 'these variables mean nothing to Tocsin');
  const onError = (what: string) => (err: Error) => log.warn({ err }, `${what} is in trouble`);
  const pool = createPool({ url: databaseUrl, max: 6, name: 'tocsin', onError: onError('the database connection') });
  const doorbell = createDoorbell({
    ...(secrets.redisUrl ? { redisUrl: secrets.redisUrl } : {}),
    databaseUrl,
    deployment: config.deployment,
    onTrouble: onError('the doorbell'),
  });
  const crash = crashPoints(config.crashAt);
  const engine = createEngine<Catalog>({ pool, databaseUrl, aggregates, catalog: workflows.catalog, doorbell, crash });
  // Budgets and ages go by the database's clock as well, so that moved time refills them.
  const ports = createPorts(
    config,
    secrets,
    workflows.catalog,
    (r) => metrics.call(r),
    () => engine.clock.now(),
  );
  let looked: { readonly at: number; readonly look: Promise<unknown> } | undefined;
  return {
    config,
    secrets,
    log,
    redactor,
    metrics,
    pool,
    doorbell,
    engine,
    async handle(input: Input) {
      try {
        const told = await engine.handle(input);
        metrics.input(input.type, input.source, told.answer?.code.startsWith('refused.') ? 'refused' : 'ok');
        return told;
      } catch (e) {
        metrics.input(input.type, input.source, 'failed');
        throw e;
      }
    },
    readClock() {
      if (looked === undefined || performance.now() - looked.at > CLOCK_IS_KNOWN_FOR) {
        looked = { at: performance.now(), look: engine.state({ kind: 'incident', id: 0 }) };
      }
      return looked.look;
    },
    workflows,
    ports,
    async close() {
      workflows.stop();
      await doorbell.close();
      await pool.end();
    },
  };
}

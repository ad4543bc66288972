/** `tocsin start`: bot, worker or both, until told to stop. */

import { PAGERDUTY_PATH, pagerDutyWebhook } from '../../inbound/http/pagerduty-webhook.ts';
import { startServer } from '../../inbound/http/server.ts';
import { LATE, within } from '../../lib/within.ts';
import { keepCadence } from '../cadence.ts';
import type { Config, Secrets } from '../config/config.ts';
import { createCore } from '../core.ts';
import { openDatabase, upToDate } from '../database.ts';
import { createHealth } from '../health.ts';
import { startWorker } from '../worker.ts';

export type RoleName = 'bot' | 'worker' | 'all';

export interface Running {
  readonly port: number;
  readonly databaseUrl: string;
  /** Looks for due work now instead of at the next second: for who moves the clock. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Stopping takes at most ten seconds: requests and work in hand side by side, then the record. */
const WORK_IN_HAND = 5_000;
/** A connection that does not close must not cost the record its orderly end. */
const LONGEST_EDGE = 6_000;
const LONGEST_STOP = 9_500;
const WAIT_FOR_SLACK = 3_000;
const READ_THE_CLOCK = 30_000;

export async function run(role: RoleName, config: Config, secrets: Secrets): Promise<Running> {
  const database = await openDatabase(config.database, secrets);
  const undo: (() => Promise<unknown>)[] = [() => database.stop()];
  let trouble = (_err: unknown) => {};
  const end = async () => {
    // Whatever fails to end must not keep the rest from ending.
    for (const one of undo.splice(0).reverse()) await one().catch(trouble);
  };
  try {
    await upToDate(database);
    const core = await createCore(config, secrets, database.url);
    const { log, handle } = core;
    trouble = (err) => log.warn({ err }, 'a part did not stop as it should');
    undo.push(() => core.close());
    // Requests are judged by the database's clock: it is read before the first one.
    await core.readClock();
    const again = setInterval(() => void core.readClock().catch(() => {}), READ_THE_CLOCK);
    undo.push(async () => clearInterval(again));
    const edges: (() => Promise<unknown>)[] = [];
    undo.push(() => Promise.all(edges.map((stop) => within(stop().catch(trouble), LONGEST_EDGE))));
    const worker = role === 'bot' ? undefined : await startWorker(core);
    if (worker) edges.push(() => worker.stop(WORK_IN_HAND));
    const cadence = worker && keepCadence(core);
    if (cadence) edges.push(() => cadence.stop());
    // A worker needs nothing of what a bot is made of, and is there sooner without it.
    const bot = role === 'worker' ? undefined : (await import('../bot.ts')).startBot(core);
    if (bot) edges.push(() => bot.stop());
    const { deployment } = config;
    const webhook = pagerDutyWebhook({ secrets: secrets.webhookSecrets, deployment, handle, log });
    const server = await startServer({
      ...config.http,
      routes: bot ? { [PAGERDUTY_PATH]: webhook } : {},
      ...(bot ? { slack: (req, res) => bot.handle(req, res) } : {}),
      ready: createHealth(core, bot),
      metrics: core.metrics.text,
      log,
    });
    edges.push(() => server.close());
    // Usually a moment; when Slack is away, everything else starts without it.
    if (bot) await Promise.race([bot.connected, new Promise((r) => setTimeout(r, WAIT_FOR_SLACK).unref())]);
    const { backend } = core.doorbell;
    log.info(
      { role, port: server.port, doorbell: backend, embedded: database.embedded, workflows: config.workflows },
      'started',
    );
    return {
      port: server.port,
      databaseUrl: database.url,
      look: async () => worker?.tick(),
      async stop() {
        log.info({ role }, 'stopping');
        if ((await within(end(), LONGEST_STOP)) !== LATE) log.info({ role }, 'stopped');
        // Nothing is lost: leases run out, and whoever starts next goes on.
        else log.warn({ role }, 'stopped without waiting any longer; what was in hand is left to its leases');
      },
    };
  } catch (e) {
    await end();
    throw e;
  }
}

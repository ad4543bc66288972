/** The worker of a process: claims, does, settles; says what went wrong. */
import { runsThatChanged } from '../domain/runbook/store.ts';
import type { Worker, WorkerEvent } from '../engine/worker.ts';
import type { Core } from './core.ts';
import { createHandlers } from './handlers.ts';

/** Calls outside at a time: each waits for somebody's server, and costs next to nothing meanwhile. */
export const SLOTS = 200;
/** Posts at a time: Slack takes about one a second into each channel, and a page must not wait until many of them were written. */
export const SLOTS_FOR_REST = 16;

function logEvent(core: Core, e: WorkerEvent): void {
  core.metrics.worker(e);
  const { log } = core;
  switch (e.type) {
    case 'bug':
      log.error(
        { err: e.error, effect: e.effect.key, kind: e.effect.kind },
        'a handler has a bug; the effect will be tried again',
      );
      break;
    case 'trouble':
      log.warn({ err: e.error, what: e.what }, 'the worker is in trouble');
      break;
    case 'taken-over':
      log.warn({ count: e.count }, 'took over effects of a dead or frozen worker');
      break;
    case 'settled':
      if (e.error) log.info({ effect: e.effect.key, status: e.status, reason: e.error }, 'an effect was not done');
      else log.debug({ effect: e.effect.key, status: e.status }, 'settled');
      break;
    case 'lag':
      break;
  }
}

export async function startWorker(core: Core): Promise<Worker> {
  const worker = core.engine.worker({
    handlers: createHandlers({
      ...core,
      catalog: core.workflows.catalog,
      inNameOf: core.ports.inNameOf,
      runsOn: (target) => runsThatChanged(core.pool, target),
    }),
    slots: SLOTS,
    slotsForRest: SLOTS_FOR_REST,
    report: (e) => logEvent(core, e),
  });
  await worker.start();
  core.doorbell.answer((lanes) => worker.ring(lanes));
  return worker;
}

/** What /metrics shows. Label values come from closed sets: kinds, vendors, outcomes. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CallReport } from '../adapters/http/call.ts';
import type { WorkerEvent } from '../engine/worker.ts';

export function createMetrics() {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: 'tocsin_' });
  const registers = [register];
  const inputs = new Counter({
    name: 'tocsin_inputs_total',
    help: 'Inputs from outside, by how they were answered',
    labelNames: ['type', 'source', 'outcome'],
    registers,
  });
  const effects = new Counter({
    name: 'tocsin_effects_total',
    help: 'Effects settled',
    labelNames: ['kind', 'status'],
    registers,
  });
  const calls = new Histogram({
    name: 'tocsin_call_seconds',
    help: 'Calls to other systems',
    labelNames: ['vendor', 'outcome'],
    buckets: [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const lag = new Gauge({ name: 'tocsin_lag_seconds', help: 'How long the oldest due effect has waited', registers });
  const takenOver = new Counter({
    name: 'tocsin_taken_over_total',
    help: 'Effects taken over from dead or frozen workers',
    registers,
  });
  const trouble = new Counter({
    name: 'tocsin_trouble_total',
    help: 'Bugs and troubles of the loop',
    labelNames: ['what'],
    registers,
  });
  // An alert on the first one needs a zero before it.
  for (const what of ['bug', 'trouble']) trouble.inc({ what }, 0);
  return {
    text: () => register.metrics(),
    input(type: string, source: string, outcome: 'ok' | 'refused' | 'failed') {
      inputs.inc({ type, source, outcome });
    },
    call(r: CallReport) {
      calls.observe({ vendor: r.vendor, outcome: r.outcome }, r.ms / 1000);
    },
    worker(e: WorkerEvent) {
      switch (e.type) {
        case 'settled':
          effects.inc({ kind: e.effect.kind, status: e.status });
          break;
        case 'lag':
          lag.set(e.ms / 1000);
          break;
        case 'taken-over':
          takenOver.inc(e.count);
          break;
        case 'bug':
        case 'trouble':
          trouble.inc({ what: e.type });
          break;
      }
    },
  };
}

export type AppMetrics = ReturnType<typeof createMetrics>;

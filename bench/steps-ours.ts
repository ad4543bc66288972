/** Runs of ten steps that do nothing through the real engine: how many a second, and how long from one step to the next. */
import { createHash } from 'node:crypto';
import { run as runRef } from '../src/domain/runbook/inputs.ts';
import { loadRunbook } from '../src/domain/runbook/load.ts';
import type { Runbook } from '../src/domain/runbook/model.ts';
import { stepKinds } from '../src/domain/runbook/steps/index.ts';
import { type EffectHandler, handlerOf } from '../src/engine/effect.ts';
import { openEngine } from './engine.ts';
import { quantile } from './figure.ts';
import type { Backend, Place } from './place.ts';

export const STEPS = 10;

export interface Speed {
  readonly perSecond: number;
  /** Milliseconds from one step to the next. */
  readonly p50: number;
  readonly p99: number;
}

function runbook(): Runbook {
  const steps = Array.from({ length: STEPS }, () => '  - prometheus.query: up').join('\n');
  const issues: never[] = [];
  const context = {
    service: 'architect',
    serviceKeys: [],
    severities: new Map<string, string>(),
    groups: [],
    kinds: stepKinds,
    sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  };
  const made = loadRunbook('architect/bench.yaml', `name: Ten steps\nsteps:\n${steps}\n`, context, issues);
  if (!made) throw new Error(JSON.stringify(issues));
  return made;
}

/** A step that looks at nothing and says so at once. */
const lookNowhere: EffectHandler = handlerOf<{ run: number; step: string; attempt: number }>({
  kind: 'step.read',
  async run({ payload: { run, step, attempt } }) {
    return {
      kind: 'done',
      result: { type: 'step.settled', to: runRef(run), data: { step, attempt, output: { value: 1 }, lines: [] } },
    };
  },
  gaveUp: () => undefined,
});

export async function ours(place: Place, backend: Backend, atATime: number, runs: number): Promise<Speed> {
  const waiting = new Map<number, { left: number; last: number; done: () => void }>();
  const early = new Map<number, number>();
  const took: number[] = [];
  const settled = (run: number) => {
    const one = waiting.get(run);
    if (!one) {
      early.set(run, (early.get(run) ?? 0) + 1);
      return;
    }
    const now = performance.now();
    took.push(now - one.last);
    one.last = now;
    one.left -= 1;
    if (one.left === 0) one.done();
  };
  const e = await openEngine(place, backend, [lookNowhere], (event) => {
    if (event.type === 'settled' && event.effect.kind === 'step.read') settled(event.effect.of.id);
    if (event.type === 'bug') throw event.error;
  });
  const book = runbook();
  let n = 0;
  const one = async () => {
    n += 1;
    const data = {
      incident: 1,
      runbook: book,
      inputs: {},
      service: {},
      incidentFacts: {},
      requester: 'U0ADA',
      channel: 'C0BENCH',
    };
    const began = performance.now();
    const { ref } = await e.engine.handle({
      type: 'run.start',
      to: { kind: 'run', id: 'new' },
      key: `bench:${n}`,
      actor: 'bench',
      source: 'cli',
      data,
    });
    const run = ref?.id ?? 0;
    await new Promise<void>((done) => {
      waiting.set(run, { left: STEPS, last: began, done });
      for (let i = early.get(run) ?? 0; i > 0; i--) settled(run);
    });
    waiting.delete(run);
  };
  const play = (many: number) => {
    let left = many;
    const lane = async () => {
      while (left-- > 0) await one();
    };
    return Promise.all(Array.from({ length: atATime }, lane));
  };
  try {
    await play(Math.min(atATime * 2, 50));
    took.length = 0;
    const began = performance.now();
    await play(runs);
    const seconds = (performance.now() - began) / 1000;
    return { perSecond: (runs * STEPS) / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
  } finally {
    await e.close();
  }
}

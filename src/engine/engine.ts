/** The engine as its users see it: hand in an Input, get the answer after the commit; run a worker; move nothing else. */
import type { Pool } from '../db/pool.ts';
import { DatabaseClock } from './clock.ts';
import { CommitLoop, type CommitLoopOptions } from './commit-loop.ts';
import type { CrashPoints } from './crash-point.ts';
import type { Answer, Input, Ref } from './decision.ts';
import type { Doorbell } from './doorbell.ts';
import type { EffectHandler } from './effect.ts';
import type { AnyAggregate, Pending, Told } from './group.ts';
import { beginLife } from './life.ts';
import { Reads } from './reads.ts';
import { Worker, type WorkerEvent } from './worker.ts';

export interface EngineOptions<C> {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly aggregates: readonly AnyAggregate<C>[];
  readonly catalog: () => C;
  readonly doorbell: Doorbell;
  readonly crash: CrashPoints;
}

export interface Engine {
  readonly clock: DatabaseClock;
  /** Resolves after the commit. A key seen before gives the stored answer and does nothing. */
  handle(input: Input): Promise<{ readonly answer?: Answer; readonly ref?: Ref }>;
  state<S>(ref: Ref): Promise<{ readonly state: S; readonly version: number } | undefined>;
  worker(o: {
    handlers: readonly EffectHandler[];
    slots: number;
    slotsForRest: number;
    report: (e: WorkerEvent) => void;
  }): Worker;
}

/** A ring this close to its due time is left to a local timer; later ones are found by the tick. */
const SOON = 1_100;

export function createEngine<C>(o: EngineOptions<C>): Engine {
  const clock = new DatabaseClock();
  /** The worker of this process, when it has one. */
  let own: Worker | undefined;
  const options: CommitLoopOptions<C> = {
    pool: o.pool,
    clock,
    aggregates: new Map(o.aggregates.map((a) => [a.kind, a])),
    catalog: o.catalog,
    hands: () => own?.hands(),
    onCommit({ ready, taken }) {
      own?.begin(taken);
      const now = clock.now();
      const due = ready.filter((r) => r.dueAt <= now && !own?.seesTo(r)).map((r) => r.lane);
      if (due.length > 0) o.doorbell.ring(due);
      for (const r of ready) {
        if (r.dueAt <= now || r.dueAt > now + SOON) continue;
        setTimeout(() => o.doorbell.ring([r.lane]), r.dueAt - now + 1).unref();
      }
    },
  };
  const loop = new CommitLoop<C>(options);
  const submit = (p: Pick<Pending, 'input' | 'settlement'>) =>
    new Promise<Told>((resolve, reject) => loop.submit({ ...p, tries: 0, resolve, reject }));

  const reads = new Reads(o.pool, clock);
  const state = async <S>(ref: Ref) => {
    const held = await reads.state(ref);
    return held && { state: held.state as S, version: held.version };
  };

  return {
    clock,
    state,
    async handle(input) {
      const { held: _held, ...told } = await submit({ input });
      o.crash('after-commit', input.type);
      return told;
    },
    worker({ handlers, slots, slotsForRest, report }) {
      own = new Worker({
        pool: o.pool,
        clock,
        handlers: new Map(handlers.map((h) => [h.kind, h])),
        beginLife: (onLost) => beginLife(o.databaseUrl, onLost),
        settle: submit,
        load: state,
        crash: o.crash,
        slots,
        slotsForRest,
        report,
      });
      return own;
    },
  };
}

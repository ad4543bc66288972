/** What recurs by the workflows in use is told to the record: when a worker starts, and whenever the files change. */
import { createHash } from 'node:crypto';
import { type TaskInput, task as taskRef } from '../domain/cadence/inputs.ts';
import type { Task } from '../domain/cadence/model.ts';
import { allTasks } from '../domain/cadence/store.ts';
import type { Catalog } from '../domain/catalog/model.ts';
import type { Input } from '../engine/decision.ts';
import { canonical } from '../lib/json.ts';
import type { Core } from './core.ts';

/** A changed file is read within this, milliseconds. */
const LOOK = 2_000;

/** What the record does not know yet. A task that is told twice, by two workers, is planned once. */
export function tellings(cadence: Catalog['cadence'], known: readonly Task[]): readonly Input[] {
  const one = (name: string, state: Task | undefined, input: Pick<TaskInput, 'type' | 'data'>): Input => {
    const of = createHash('sha256').update(canonical(input)).digest('hex').slice(0, 16);
    return {
      ...input,
      to: state ? taskRef(state.id) : { kind: 'task', id: 'new' },
      key: `cadence/${name}/${state?.revision ?? 0}/${of}`,
      actor: 'cadence',
      source: 'worker',
    };
  };
  const planned = cadence.flatMap((rule) => {
    const state = known.find((t) => t.rule.name === rule.name);
    const same = state?.next !== undefined && canonical(state.rule) === canonical(rule);
    return same ? [] : [one(rule.name, state, { type: 'task.plan', data: { rule } })];
  });
  const dropped = known.filter((t) => t.next !== undefined && !cadence.some((rule) => rule.name === t.rule.name));
  return [...planned, ...dropped.map((t) => one(t.rule.name, t, { type: 'task.drop', data: {} }))];
}

export interface Cadence {
  stop(): Promise<void>;
}

export function keepCadence({ workflows, pool, handle, log }: Core): Cadence {
  let told: string | undefined;
  let telling: Promise<unknown> = Promise.resolve();
  const tell = async () => {
    const { cadence, digest } = workflows.catalog();
    if (digest === told) return;
    await Promise.all(tellings(cadence, await allTasks(pool)).map((input) => handle(input)));
    told = digest;
  };
  let busy = false;
  const look = () => {
    if (busy) return;
    busy = true;
    telling = tell()
      // The next look tries again.
      .catch((err: unknown) => log.warn({ err }, 'recurring tasks could not be told to the record'))
      .finally(() => {
        busy = false;
      });
  };
  look();
  const timer = setInterval(look, LOOK);
  return {
    async stop() {
      clearInterval(timer);
      await telling;
    },
  };
}

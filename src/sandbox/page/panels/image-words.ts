/** Images and pods by the part of their name that differs, and how good their state is. */
import type { PodRow } from '../../control/wire.ts';

/** `architect-api:v42` of `registry.example.com/team/architect-api:v42`. */
export const imageTag = (image: string): string => image.split('/').at(-1) ?? image;

/** `7d9f8b6c5-x2v4k` of `architect-api-7d9f8b6c5-x2v4k`: replica set and pod. */
export const podSuffix = (name: string): string => name.split('-').slice(-2).join('-');

const GOOD = ['Running', 'Completed', 'Succeeded'];
const PASSING = ['Pending', 'ContainerCreating', 'PodInitializing', 'Terminating'];

/** How good what kubectl prints is. A pod that runs but is not ready is not good yet. */
export function podTone(status: string, ready: boolean): 'good' | 'warn' | 'bad' {
  if (PASSING.includes(status)) return 'warn';
  if (GOOD.includes(status)) return ready ? 'good' : 'warn';
  return 'bad';
}

const TROUBLE = { bad: 0, warn: 1, good: 2 } as const;

/** Those in trouble first; else as they come. */
export const troubledFirst = (pods: readonly PodRow[]): PodRow[] =>
  [...pods].sort((a, b) => TROUBLE[podTone(a.status, a.ready)] - TROUBLE[podTone(b.status, b.ready)]);

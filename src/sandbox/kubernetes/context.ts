/** What every controller of the simulated cluster is given. */
import type { Agenda } from './agenda.ts';
import type { Images } from './images.ts';
import type { KubeObject } from './objects.ts';
import type { Store } from './store.ts';

export interface Occurrence {
  readonly about: KubeObject;
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly host?: string;
  readonly fieldPath?: string;
}

export interface ClusterContext {
  readonly store: Store;
  readonly agenda: Agenda;
  readonly images: Images;
  /** The instant being lived: while a jump is caught up on, earlier than the clock. */
  now(): number;
  /** Records an event object, or counts one that repeats. */
  say(what: Occurrence): void;
  /** Controllers must look again. */
  touch(): void;
}

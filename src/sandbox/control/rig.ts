/** What the control API needs of whoever runs the real bot: processes, the record, and a clock that moves everything. */
import type { ClusterSim } from '../cluster-sim.ts';
import type { Faults } from '../http/faults.ts';
import type { Ledger } from '../http/ledger.ts';
import type { WorldClock } from '../http/world-clock.ts';
import type { PagerDutySim } from '../pagerduty/pagerduty-sim.ts';
import type { SlackSim } from '../slack/start.ts';
import type { CastMember, CommandHelp, ProcessRow, RecordSection } from './wire.ts';

/** The simulated vendors of one world. */
export interface Servers {
  readonly clock: WorldClock;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly slack: SlackSim;
  readonly pagerduty: PagerDutySim;
  readonly cluster: ClusterSim;
}

/** One world with the bot living in it. */
export interface Rig extends Servers {
  readonly cast: readonly CastMember[];
  readonly commands: readonly CommandHelp[];
  readonly severities: readonly { readonly name: string; readonly summary: string }[];
  /** Name of the channel all incidents are announced in. */
  readonly incidentsChannel: string;
  /** Name of the channel customers read, if there is one. */
  readonly customersChannel?: string;
  readonly backend: 'redis' | 'postgres';
  processes(): readonly ProcessRow[];
  /** SIGKILL, for real. Listed as killed at once, and started again after a few seconds. Throws when there is none. */
  kill(name: string): void;
  /** Deletes everything the queue holds, and says how many entries that were. */
  flushQueue(): Promise<number>;
  record(): Promise<RecordSection>;
  /** The next timer of the record, if there is one. */
  next(): Promise<{ readonly at: number; readonly what: string } | undefined>;
  /** World seconds per second; 0 while the clock stands. */
  readonly speed: number;
  /** A jump is under way. */
  readonly jumping: boolean;
  /** Sets how fast world time goes; 0 stands still but for the seconds that work in hand waits for. */
  run(speed: number): Promise<void>;
  /** Moves the world and the record's clock together, and waits until what became due is done. */
  advance(ms: number): Promise<void>;
  /** Waits until nothing due is left to do. */
  settled(): Promise<void>;
  /** Calls `f` when processes or the clock changed; returns how to stop. */
  onChange(f: () => void): () => void;
  close(): Promise<void>;
}

/** Makes worlds, one at a time. */
export interface RigMaker {
  /** `tell` hears what is being started, for whoever waits. */
  make(tell: (text: string) => void): Promise<Rig>;
}

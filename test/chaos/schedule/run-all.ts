/** Many schedules over several lanes; what fails is played again in a world of its own, and made small. */
import type { Breach } from '../checks/evidence.ts';
import { type Backend, type Lane, openLane } from '../lane.ts';
import { add, type Counts, noCounts } from './counts.ts';
import { makeSchedule } from './make.ts';
import { type Outcome, playSchedule } from './play.ts';
import { type Schedule, tellSchedule } from './schedule.ts';
import { shrink } from './shrink.ts';

export interface RunOptions {
  readonly backend: Backend;
  /** The first seed; the others follow it. */
  readonly seed: number;
  readonly schedules: number;
  readonly lanes: number;
  readonly root?: string;
  /** Makes what fails small, at the price of many more plays. */
  readonly shrink?: boolean;
  /** Ends at the first failure: for bugs that were planted. */
  readonly untilFailure?: boolean;
  readonly tell: (line: string) => void;
}

export interface SeedFailure {
  readonly seed: number;
  readonly breaches: readonly Breach[];
  /** Of `REPEATS` more plays, each in a world of its own. */
  readonly again: number;
  readonly schedule: string;
  readonly logs: readonly string[];
}

export interface RunResult {
  readonly counts: Counts;
  readonly failures: readonly SeedFailure[];
  readonly played: number;
  readonly seconds: number;
}

/** A world grows old: after this many schedules a new one begins. */
const PER_WORLD = 25;
const REPEATS = 3;
const TELL_EVERY = 10;

async function playAnew(lane: Lane, s: Schedule): Promise<Outcome> {
  await lane.forget();
  const outcome = await playSchedule(await lane.world(), s);
  await lane.forget();
  return outcome;
}

export async function runAll(o: RunOptions): Promise<RunResult> {
  const began = Date.now();
  const counts = noCounts();
  const failures: SeedFailure[] = [];
  let next = 0;
  let played = 0;
  const one = async () => {
    const lane = await openLane({ backend: o.backend, bots: 2, workers: 3, ...(o.root ? { root: o.root } : {}) });
    try {
      for (let n = 1; next < o.schedules && !(o.untilFailure && failures.length > 0); n++) {
        const schedule = makeSchedule(o.seed + next++, o.backend);
        const world = await lane.world();
        const { breaches, counts: more } = await playSchedule(world, schedule);
        add(counts, more);
        played += 1;
        if (breaches.length > 0) {
          const logs = world.crew.members().flatMap((m) =>
            world.crew
              .logOf(m.name)
              .slice(-20)
              .map((l) => `${m.name} ${l}`),
          );
          o.tell(
            `✗ seed ${schedule.seed}: ${breaches
              .map((b) => `${b.invariant} ${b.what}`)
              .join('; ')
              .slice(0, 400)}`,
          );
          await lane.forget();
          let again = 0;
          if (!o.untilFailure)
            for (let i = 0; i < REPEATS; i++) if ((await playAnew(lane, schedule)).breaches.length > 0) again += 1;
          const small =
            o.shrink && again > 0
              ? await shrink(schedule, async (s) => (await playAnew(lane, s)).breaches.length > 0)
              : schedule;
          failures.push({ seed: schedule.seed, breaches, again, schedule: tellSchedule(small), logs });
        }
        if (played % TELL_EVERY === 0) o.tell(`  ${played} of ${o.schedules}, ${failures.length} failed`);
        if (n % PER_WORLD === 0) await lane.forget();
      }
    } finally {
      await lane.close();
    }
  };
  await Promise.all(Array.from({ length: o.lanes }, one));
  return { counts, failures, played, seconds: Math.round((Date.now() - began) / 1000) };
}

/** Carries a sweep out over several lanes side by side, looks twice at whatever fails, and keeps count of what was covered. */
import type { Breach } from './checks/evidence.ts';
import { type Backend, type Lane, openLane } from './lane.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { type Aim, aimName, aimsOf, play } from './sweep.ts';

export interface SweepOptions {
  readonly backend: Backend;
  readonly scenarios: readonly Scenario[];
  readonly lanes: number;
  /** Every n-th crash point only, beginning with a different one per scenario. @default 1 */
  readonly every?: number;
  /** Only crash points whose name contains this. */
  readonly at?: string;
  /** Folder of the compiled product. */
  readonly root?: string;
  readonly tell: (line: string) => void;
}

export interface Failure {
  readonly scenario: string;
  readonly aim: string;
  readonly breaches: readonly Breach[];
  /** How often it failed again in a world of its own, of `AGAIN`. */
  readonly again: number;
  readonly logs: readonly string[];
}

export interface SweepResult {
  readonly backend: Backend;
  readonly scenarios: Readonly<Record<string, { readonly points: number; readonly covered: number }>>;
  /** Aims whose boundary did not come up again: batches and retries differ between plays. */
  readonly unmet: readonly string[];
  readonly plays: number;
  readonly kills: number;
  readonly freezes: number;
  readonly droppedReplies: number;
  readonly failures: readonly Failure[];
  readonly seconds: number;
}

/** A boundary that is not met is tried again this often: which process does what is chance. */
const TRIES = 4;
const QUIET_PLAYS = 4;
const AGAIN = 3;
const TELL_EVERY = 50;

/** What comes up in each of several quiet plays: batches and retries differ from one to the next. */
async function pointsOf(lane: Lane, scenario: Scenario, tell: (line: string) => void): Promise<Aim[]> {
  let stable: Aim[] | undefined;
  let failed = 0;
  for (let n = 0; n < QUIET_PLAYS; ) {
    const { breaches, boundaries } = await play(await lane.world(), scenario);
    if (breaches.length > 0) {
      failed += 1;
      const why = breaches.map((b) => `${b.invariant} ${b.what}`).join('\n');
      tell(`✗ ${scenario.name} fails by itself: ${why}`);
      if (failed > 1) throw new Error(`${scenario.name} fails by itself, twice: ${why}`);
      await lane.forget();
      continue;
    }
    n += 1;
    const aims = aimsOf(boundaries);
    const names = new Set(aims.map(aimName));
    stable = stable?.filter((a) => names.has(aimName(a))) ?? aims;
  }
  return stable ?? [];
}

export async function sweepAll(o: SweepOptions): Promise<SweepResult> {
  const began = Date.now();
  const lanes = await Promise.all(
    Array.from({ length: o.lanes }, () =>
      openLane({ backend: o.backend, bots: 2, workers: 2, ...(o.root ? { root: o.root } : {}) }),
    ),
  );
  const scenarios: Record<string, { points: number; covered: number }> = {};
  const unmet: string[] = [];
  const failures: Failure[] = [];
  const done = { plays: 0, kills: 0, freezes: 0, droppedReplies: 0 };

  const strike = async (lane: Lane, scenario: Scenario, aim: Aim): Promise<boolean> => {
    for (let n = 1; n <= TRIES; n++) {
      const world = await lane.world();
      const { hit, breaches } = await play(world, scenario, aim);
      done.plays += 1;
      if (hit) {
        if (aim.fault === 'freeze') done.freezes += 1;
        else if (aim.fault === 'drop reply') done.droppedReplies += 1;
        else done.kills += 1;
      }
      if (breaches.length > 0) {
        const logs = world.crew.members().flatMap((m) => world.crew.logOf(m.name).slice(-25));
        await lane.forget();
        let again = 0;
        for (let i = 0; i < AGAIN; i++) {
          const repeat = await play(await lane.world(), scenario, aim);
          if (repeat.breaches.length === 0) continue;
          again += 1;
          await lane.forget();
        }
        failures.push({ scenario: scenario.name, aim: aimName(aim), breaches, again, logs });
        o.tell(
          `✗ ${scenario.name}, ${aimName(aim)} (again ${again}/${AGAIN}): ${breaches
            .map((b) => `${b.invariant} ${b.what}`)
            .join('; ')
            .slice(0, 500)}`,
        );
        return true;
      }
      if (hit) return true;
    }
    return false;
  };

  try {
    for (const [index, scenario] of o.scenarios.entries()) {
      const all = await pointsOf(lanes[0] as Lane, scenario, o.tell);
      const every = o.every ?? 1;
      const aims = all.filter((a, n) => n % every === index % every && aimName(a).includes(o.at ?? ''));
      const count = { points: aims.length, covered: 0 };
      scenarios[scenario.name] = count;
      let next = 0;
      await Promise.all(
        lanes.map(async (lane) => {
          for (let aim = aims[next++]; aim; aim = aims[next++]) {
            if (await strike(lane, scenario, aim)) count.covered += 1;
            else unmet.push(`${scenario.name}, ${aimName(aim)}`);
            if (next % TELL_EVERY === 0) o.tell(`  ${scenario.name}: ${next} of ${aims.length}`);
          }
        }),
      );
      o.tell(`${o.backend} ${scenario.name}: ${count.covered} of ${count.points} crash points covered`);
    }
  } finally {
    for (const lane of lanes) await lane.close();
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  return { backend: o.backend, scenarios, unmet, ...done, failures, seconds };
}

/** Carries a sweep out over several lanes side by side, looks twice at whatever fails, and keeps count of what was covered. */
import type { Breach } from './checks/evidence.ts';
import { type Backend, type Lane, openLane } from './lane.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { type Aim, aimName, aimOf, aimsOf, play } from './sweep.ts';

export interface SweepOptions {
  readonly backend: Backend;
  readonly scenarios: readonly Scenario[];
  readonly lanes: number;
  /** Every n-th crash point only, beginning with a different one per scenario. @default 1 */
  readonly every?: number;
  /** Only crash points whose name contains this. */
  readonly at?: string;
  /** Names of the crash points that an earlier sweep left, by scenario. Where there are none, all of them are looked for. */
  readonly left?: ReadonlyMap<string, readonly string[]>;
  /** No crash point is begun after this long; what is left is named. */
  readonly minutes?: number;
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

/** What became of one scenario. */
export interface Swept {
  /** Crash points that were to be played. */
  points: number;
  covered: number;
  /** Names of those that there was no time for. */
  left: readonly string[];
  /** Names of those that did not come up again: batches and retries differ between plays. */
  readonly unmet: string[];
  plays: number;
  kills: number;
  freezes: number;
  droppedReplies: number;
  seconds: number;
}

export interface SweepResult {
  readonly backend: Backend;
  readonly scenarios: Readonly<Record<string, Swept>>;
  readonly failures: readonly Failure[];
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

/** One crash point, until it is met; what fails is played again in worlds of its own. Gives whether it was met. */
async function strike(lane: Lane, scenario: Scenario, aim: Aim, swept: Swept, failed: (f: Failure) => void) {
  for (let n = 1; n <= TRIES; n++) {
    const world = await lane.world();
    const { hit, breaches } = await play(world, scenario, aim);
    swept.plays += 1;
    if (hit) {
      if (aim.fault === 'freeze') swept.freezes += 1;
      else if (aim.fault === 'drop reply') swept.droppedReplies += 1;
      else swept.kills += 1;
    }
    if (breaches.length > 0) {
      const logs = world.crew.members().flatMap((m) => world.crew.logOf(m.name).slice(-25));
      await lane.forget();
      let again = 0;
      for (let i = 0; i < AGAIN; i++) {
        if ((await play(await lane.world(), scenario, aim)).breaches.length === 0) continue;
        again += 1;
        await lane.forget();
      }
      failed({ scenario: scenario.name, aim: aimName(aim), breaches, again, logs });
      return true;
    }
    if (hit) return true;
  }
  return false;
}

export async function sweepAll(o: SweepOptions): Promise<SweepResult> {
  const until = Date.now() + (o.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
  const lanes = await Promise.all(
    Array.from({ length: o.lanes }, () =>
      openLane({ backend: o.backend, bots: 2, workers: 2, ...(o.root ? { root: o.root } : {}) }),
    ),
  );
  const scenarios: Record<string, Swept> = {};
  const failures: Failure[] = [];
  const failed = (f: Failure) => {
    failures.push(f);
    const what = f.breaches.map((b) => `${b.invariant} ${b.what}`).join('; ');
    o.tell(`✗ ${f.scenario}, ${f.aim} (again ${f.again}/${AGAIN}): ${what.slice(0, 500)}`);
  };
  try {
    for (const [index, scenario] of o.scenarios.entries()) {
      if (Date.now() > until) break;
      const began = Date.now();
      const left = o.left?.get(scenario.name)?.map(aimOf);
      const all = left ?? (await pointsOf(lanes[0] as Lane, scenario, o.tell));
      // What was left was chosen already.
      const every = left ? 1 : (o.every ?? 1);
      const aims = all.filter((a, n) => n % every === index % every && aimName(a).includes(o.at ?? ''));
      const none = { covered: 0, left: [], unmet: [], plays: 0, kills: 0, freezes: 0, droppedReplies: 0, seconds: 0 };
      const swept: Swept = { points: aims.length, ...none };
      scenarios[scenario.name] = swept;
      let next = 0;
      await Promise.all(
        lanes.map(async (lane) => {
          while (next < aims.length && Date.now() < until) {
            const aim = aims[next++] as Aim;
            if (await strike(lane, scenario, aim, swept, failed)) swept.covered += 1;
            else swept.unmet.push(aimName(aim));
            if (next % TELL_EVERY === 0) o.tell(`  ${scenario.name}: ${next} of ${aims.length}`);
          }
        }),
      );
      swept.left = aims.slice(next).map(aimName);
      swept.seconds = Math.round((Date.now() - began) / 1000);
      o.tell(`${o.backend} ${scenario.name}: ${swept.covered} of ${swept.points} crash points covered`);
    }
  } finally {
    for (const lane of lanes) await lane.close();
  }
  return { backend: o.backend, scenarios, failures };
}

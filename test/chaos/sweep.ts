/**
 * The crash-point sweep: a scenario is played once and its boundaries are counted; then it is played again for each of them and
 * each way to fail there. Time is moved past leases, not waited for.
 */
import { compileFolder } from '../../src/app/workflows.ts';
import { lookOf } from '../../src/outbound/chat-deps.ts';
import { type Breach, evidence, mark } from './checks/evidence.ts';
import { judge } from './checks/index.ts';
import { Client } from './client.ts';
import { quiet } from './quiet.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { type Boundary, type BoundaryKind, type Moment, nameOf, type Party } from './wire/boundaries.ts';
import type { World } from './world.ts';

/** What happens at the boundary, and when. */
export const FAULTS = ['kill before', 'kill received', 'kill replied', 'drop reply', 'freeze'] as const;
export type FaultName = (typeof FAULTS)[number];

export const MOMENT: Readonly<Record<FaultName, Moment>> = {
  'kill before': 'before',
  'kill received': 'received',
  'kill replied': 'replied',
  'drop reply': 'received',
  freeze: 'received',
};

/** Whether a claim took anything is known only from its reply: there is no before. */
const applies = (kind: BoundaryKind, fault: FaultName) => !(kind === 'claim' && fault === 'kill before');

export interface Aim extends Pick<Boundary, 'party' | 'what' | 'n'> {
  readonly fault: FaultName;
}

export const aimName = (a: Aim): string => `${a.fault} at ${nameOf(a)}`;

const NAME = new RegExp(`^(${FAULTS.join('|')}) at (bot|worker) (.+) #(\\d+)$`);

/** The aim of that name. Throws when it is none. */
export function aimOf(name: string): Aim {
  const [, fault, party, what, n] = NAME.exec(name) ?? [];
  if (what === undefined) throw new Error(`${name} is no crash point`);
  return { fault: fault as FaultName, party: party as Party, what, n: Number(n) };
}

export interface Played {
  /** The boundary was met and the fault happened. */
  readonly hit: boolean;
  readonly breaches: readonly Breach[];
  readonly boundaries: readonly Boundary[];
  /** Real milliseconds until everything was at rest after the play. */
  readonly restMs: number;
  readonly ms: number;
}

/** A lease lasts ten seconds. */
export const PAST_THE_LEASE = 11_000;

export async function look(w: World) {
  const { catalog } = await compileFolder(w.stage.environment.TOCSIN_WORKFLOWS ?? '');
  if (!catalog) throw new Error('the workflows do not load');
  return lookOf(catalog, catalog.defaultService);
}

/** One play, with one fault in it or none, judged. */
export async function play(w: World, scenario: Scenario, aim?: Aim): Promise<Played> {
  const began = Date.now();
  const since = await mark(w);
  const crashes = w.crew.crashes.length;
  const people = new Client(w);
  let hit = false;
  w.boundaries.reset((b, moment) => {
    if (!aim || hit || b.party !== aim.party || b.what !== aim.what || b.n !== aim.n) return 'pass';
    if (moment !== MOMENT[aim.fault]) return 'pass';
    hit = true;
    if (aim.fault === 'drop reply') return 'cut';
    if (aim.fault === 'freeze') {
      w.crew.signal(b.pid, 'SIGSTOP');
      void w.warp(PAST_THE_LEASE).catch(() => {});
      return 'pass';
    }
    w.crew.signal(b.pid, 'SIGKILL');
    return 'cut';
  });
  const breaches: Breach[] = [];
  let restMs = 0;
  try {
    await scenario.play(w, people);
    restMs = await quiet(w);
    // The frozen one wakes up in a world that has moved on.
    await w.crew.whole();
    await quiet(w);
  } catch (e) {
    breaches.push({ invariant: 'I-20', what: e instanceof Error ? e.message : String(e) });
    await w.crew.whole().catch(() => {});
  }
  const broken = { zombies: aim?.fault === 'freeze' };
  const met = w.boundaries.met;
  w.boundaries.reset();
  for (const c of w.crew.crashes.slice(crashes)) breaches.push({ invariant: 'I-20', what: c });
  breaches.push(...judge(await evidence(w, since, people, broken), await look(w)));
  return { hit, breaches, boundaries: met, restMs, ms: Date.now() - began };
}

/** Every boundary of the scenario with every way to fail there. */
export function aimsOf(boundaries: readonly Boundary[]): Aim[] {
  return boundaries.flatMap(({ party, what, n, kind }) =>
    FAULTS.filter((f) => applies(kind, f)).map((fault) => ({ party, what, n, fault })),
  );
}

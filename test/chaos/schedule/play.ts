/** Plays one schedule in a world and judges it. */
import { type Breach, evidence, incidentsOf, mark } from '../checks/evidence.ts';
import { judge } from '../checks/index.ts';
import { levels } from '../checks/levels.ts';
import { Client } from '../client.ts';
import { quiet, ringDue } from '../quiet.ts';
import { look } from '../sweep.ts';
import type { World } from '../world.ts';
import { type Counts, noCounts, note } from './counts.ts';
import { type Known, perform } from './perform.ts';
import type { Schedule } from './schedule.ts';
import { makeTrouble, mend, watchBoundaries } from './trouble.ts';

export interface Outcome {
  readonly breaches: readonly Breach[];
  readonly counts: Counts;
  readonly ms: number;
}

/** Time passes, stopping at everything that is due on its way, as it would. */
async function pass(w: World, ms: number, breaches: Breach[]): Promise<void> {
  let left = ms;
  while (left > 0) {
    await quiet(w);
    breaches.push(...(await levels(w)));
    const [next] = await w.query<{ in: number | null }>(
      `select ms(min(due_at)) - ms(app_now()) as in from effect where status = 'ready' and due_at > app_now()`,
    );
    const step = Math.min(left, Math.max(1, (next?.in ?? left) + 1));
    await w.warp(step);
    await ringDue(w);
    left -= step;
  }
}

export async function playSchedule(w: World, s: Schedule): Promise<Outcome> {
  const began = Date.now();
  const worldBegan = w.stage.clock.now();
  const counts = noCounts();
  const since = await mark(w);
  const crashes = w.crew.crashes.length;
  const people = new Client(w);
  const known: Known = new Map();
  const breaches: Breach[] = [];
  const stops = () => counts.processStops;
  try {
    for (const round of s.rounds) {
      const boundaries = watchBoundaries(w, round.troubles, counts);
      // Two troubles may meet: a server that is down cannot be told anything. Whatever stays broken is found by `mend`.
      const troubles = round.troubles.map((t) => makeTrouble(w, t, counts).catch(() => {}));
      await Promise.all(round.acts.map((a) => perform(w, people, known, a)));
      await Promise.all(troubles);
      await boundaries.over();
      if (round.then > 0) await pass(w, round.then, breaches);
    }
    await mend(w);
    await quiet(w);
    for (const incident of known.values()) {
      await people.command('U0ADA', 'incidents', `resolve INC-${incident} the schedule is over`);
    }
    await quiet(w);
  } catch (e) {
    breaches.push({ invariant: 'I-20', what: e instanceof Error ? e.message : String(e) });
    await mend(w).catch(() => {});
  }
  for (const c of w.crew.crashes.slice(crashes)) breaches.push({ invariant: 'I-20', what: c });
  const troubles = s.rounds.flatMap((r) => r.troubles);
  const found = await evidence(w, since, people, {
    zombies: stops() > 0 || troubles.some((t) => t.kind === 'postgres'),
  });
  breaches.push(...judge(found, await look(w)));

  counts.schedules = 1;
  counts.virtualHours = (w.stage.clock.now() - worldBegan) / 3_600_000;
  counts.commands = people.asked.length;
  for (const ms of people.asked.flatMap((a) => a.ms)) note(counts.answers, ms);
  counts.alertsOpened = found.alerts.length;
  for (const i of incidentsOf(found)) {
    counts.incidents += 1;
    counts.pagesExpected += i.entries.filter((t) => t.type === 'page.begun').length;
    for (const t of i.entries) {
      if (t.type !== 'level.reached' || t.source !== 'timer') continue;
      const rule = i.state.policy.levels.find((l) => l.level === (t.data as { level: number }).level);
      if (rule?.after?.clock === 'unresolved' && i.state.generation === 1) {
        note(counts.lateness, t.at - i.state.since - rule.after.ms);
      }
    }
  }
  return { breaches, counts, ms: Date.now() - began };
}

/** Breaks each thing a few times, looks whether everything is as it should be afterwards, and keeps the times. */
import { type Breach, evidence, mark } from '../checks/evidence.ts';
import { judge } from '../checks/index.ts';
import { Client } from '../client.ts';
import { type Backend, openLane } from '../lane.ts';
import { quiet } from '../quiet.ts';
import { mend } from '../schedule/trouble.ts';
import { look } from '../sweep.ts';
import type { World } from '../world.ts';
import { deaths } from './deaths.ts';
import { outages } from './outages.ts';
import type { Recovery } from './recovery.ts';

export const recoveries: readonly Recovery[] = [...deaths, ...outages];

export interface Recovered {
  readonly goal: string;
  readonly name: string;
  /** Milliseconds, at most. */
  readonly within: number;
  /** Milliseconds each time. */
  readonly times: readonly number[];
  readonly breaches: readonly Breach[];
}

/** One of them; the world is whole again afterwards, and was judged. */
async function once(w: World, r: Recovery): Promise<{ ms: number; breaches: Breach[] }> {
  const since = await mark(w);
  const people = new Client(w);
  const crashes = w.crew.crashes.length;
  const ms = Math.round(await r.play(w, people));
  await mend(w);
  await quiet(w);
  const open = await w.query<{ id: number }>('select id::int as id from incident where open');
  for (const { id } of open) await people.command('U0ADA', 'incidents', `resolve INC-${id} it is over`);
  await quiet(w);
  const breaches = judge(await evidence(w, since, people, { zombies: true }), await look(w));
  for (const what of w.crew.crashes.slice(crashes)) breaches.push({ invariant: 'I-20', what });
  return { ms, breaches };
}

export async function recoverAll(o: {
  readonly backend: Backend;
  readonly times: number;
  /** Folder of the compiled product. */
  readonly root: string;
  /** Those only whose goal or name contains this. */
  readonly only?: string;
  readonly tell: (line: string) => void;
}): Promise<Recovered[]> {
  const all = recoveries.filter(
    (r) => (r.on ?? o.backend) === o.backend && `${r.goal} ${r.name}`.includes(o.only ?? ''),
  );
  const lane = await openLane({ backend: o.backend, bots: 2, workers: 2, root: o.root });
  const done: Recovered[] = [];
  try {
    for (const r of all) {
      const { goal, name, within } = r;
      const times: number[] = [];
      const breaches: Breach[] = [];
      for (let n = 0; n < o.times; n++) {
        const one = await once(await lane.world(), r);
        times.push(one.ms);
        breaches.push(...one.breaches);
        if (one.breaches.length > 0) await lane.forget();
      }
      done.push({ goal, name, within, times, breaches });
      o.tell(
        `${breaches.length > 0 || Math.max(...times) > within ? '✗' : '✓'} ${goal} ${name} ${times.join(', ')} ms`,
      );
      for (const b of breaches) o.tell(`    ${b.invariant} ${b.what.slice(0, 300)}`);
    }
  } finally {
    await lane.close();
  }
  return done;
}

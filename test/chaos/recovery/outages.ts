/** Servers below that go away and come back. */
import type { Client } from '../client.ts';
import { ADA, AT_ONCE, at, type Declared, declare, LEVEL_3, MINUTE, SECOND } from '../scenarios/scenario.ts';
import type { World } from '../world.ts';
import { type Recovery, rung } from './recovery.ts';

const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));
/** How long a server is away, real milliseconds. */
const AWAY = 3_000;
/** When level 3 of a P1 is due. */
const THIRD = 15 * MINUTE;

/** An open incident whose third level comes due while the record is away. */
async function almostDue(w: World, people: Client): Promise<Declared> {
  const open = await declare(w, people);
  await rung(w, open.incident, AT_ONCE);
  await at(w, open.incident, THIRD - 2 * SECOND);
  return open;
}

async function answered(people: Client): Promise<void> {
  await people.command(ADA, 'incidents', 'declare p4 Somebody waits --separate');
}

/** Milliseconds from `began` until the work is done. */
const since = async (began: number, work: Promise<unknown>): Promise<number> => {
  await work;
  return Date.now() - began;
};

async function postgresAway(w: World): Promise<number> {
  w.postgres.kill();
  await pause(AWAY);
  await w.postgres.start();
  return Date.now();
}

async function postgresFrozen(w: World): Promise<number> {
  w.postgres.freeze();
  await pause(AWAY);
  w.postgres.thaw();
  return Date.now();
}

/** Bots, workers, the record and the doorbell: everything at once. */
async function hostDies(w: World): Promise<number> {
  w.postgres.kill();
  await w.redis?.kill();
  for (const { pid } of w.crew.members()) if (pid !== undefined) w.crew.signal(pid, 'SIGKILL');
  await pause(AWAY);
  const began = Date.now();
  await Promise.all([w.redis?.start(), w.postgres.start()]);
  return began;
}

/** After `away` gave the moment from which people count. */
const commandAfter = (away: (w: World) => Promise<number>): Recovery['play'] =>
  async function play(w, people) {
    return since(await away(w), answered(people));
  };

const levelAfter = (away: (w: World) => Promise<number>): Recovery['play'] =>
  async function play(w, people) {
    const { incident } = await almostDue(w, people);
    return since(await away(w), rung(w, incident, LEVEL_3));
  };

const answeredWithout = (how: 'kill' | 'freeze'): Recovery => ({
  goal: 'G-1',
  name: `Redis is ${how === 'kill' ? 'killed' : 'frozen'}: a declaration is answered after`,
  within: 2_500,
  on: 'redis',
  async play(w, people) {
    await (how === 'kill' ? w.redis?.kill() : w.redis?.freeze());
    const { ms } = await people.command(ADA, 'incidents', 'declare p1 API down --separate');
    return ms[0] ?? Number.NaN;
  },
});

export const outages: readonly Recovery[] = [
  answeredWithout('kill'),
  answeredWithout('freeze'),
  {
    goal: 'G-6',
    name: 'the queue is emptied over and over: every page of a declaration is out after',
    within: 5_000,
    async play(w, people) {
      let over = false;
      const emptying = (async () => {
        while (!over) await Promise.all([w.doorbell.obliterate().catch(() => 0), w.redis?.flush()]);
      })();
      const began = Date.now();
      const { incident } = await declare(w, people);
      const took = await since(began, rung(w, incident, AT_ONCE));
      over = true;
      await emptying;
      return took;
    },
  },
  {
    goal: 'G-11',
    name: 'PostgreSQL was killed and is back: a command is answered after',
    within: 2_000,
    play: commandAfter(postgresAway),
  },
  {
    goal: 'G-11',
    name: 'PostgreSQL was killed and is back: a level that came due meanwhile has rung after',
    within: 10_000,
    play: levelAfter(postgresAway),
  },
  {
    goal: 'G-11',
    name: 'PostgreSQL stood still and goes on: a command is answered after',
    within: 2_000,
    play: commandAfter(postgresFrozen),
  },
  {
    goal: 'G-13',
    name: 'everything dies at once and is started again: a command is answered after',
    within: 30_000,
    play: commandAfter(hostDies),
  },
  {
    goal: 'G-13',
    name: 'everything dies at once and is started again: a level that came due meanwhile has rung after',
    within: 30_000,
    play: levelAfter(hostDies),
  },
];

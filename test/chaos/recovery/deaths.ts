/** Processes that die or stand still. */
import { ADA, AT_ONCE, declare } from '../scenarios/scenario.ts';
import type { Party } from '../wire/boundaries.ts';
import type { World } from '../world.ts';
import { type Recovery, rung, waited } from './recovery.ts';

/** Whoever brings the first page to PagerDuty is struck before it arrives. Resolves with the moment. */
function struckAtThePage(w: World, signal: 'SIGKILL' | 'SIGSTOP', whom: 'one' | 'all'): Promise<number> {
  return new Promise((struck) => {
    let done = false;
    w.boundaries.reset((b, moment) => {
      if (done || b.party !== 'worker' || moment !== 'before' || !b.what.startsWith('pagerduty ')) return 'pass';
      done = true;
      const all = w.crew.members().flatMap((m) => (m.role === 'worker' && m.pid !== undefined ? [m.pid] : []));
      for (const pid of whom === 'all' ? all : [b.pid]) w.crew.signal(pid, signal);
      struck(Date.now());
      return 'cut';
    });
  });
}

const page = (signal: 'SIGKILL' | 'SIGSTOP', whom: 'one' | 'all'): Recovery['play'] =>
  async function play(w, people) {
    const struck = struckAtThePage(w, signal, whom);
    const { incident } = await declare(w, people);
    await rung(w, incident, AT_ONCE);
    return Date.now() - (await struck);
  };

const back = (role: Party): Recovery['play'] =>
  async function play(w) {
    const one = w.crew.members().find((m) => m.role === role && m.pid !== undefined);
    if (one?.pid === undefined) throw new Error(`there is no ${role}`);
    const { name, pid, starts } = one;
    const began = Date.now();
    w.crew.signal(pid, 'SIGKILL');
    await waited(`${name} to be back`, () => {
      const now = w.crew.members().find((m) => m.name === name);
      return (now && now.starts > starts && now.port !== undefined) || undefined;
    });
    return Date.now() - began;
  };

/** Some work kills every worker that begins it. Somebody declares at the worst moment: both are just dead of it. */
const poison: Recovery = {
  goal: 'G-4',
  name: 'work that kills each worker that begins it: the pages of somebody else leave after',
  within: 2_000,
  async play(w, people) {
    /** One process may be struck in several calls at once. */
    const dead = new Set<number>();
    w.boundaries.reset((b, moment) => {
      if (b.party !== 'worker' || moment !== 'before' || !b.what.startsWith('kubernetes ')) return 'pass';
      dead.add(b.pid);
      w.crew.signal(b.pid, 'SIGKILL');
      return 'cut';
    });
    const sick = await declare(w, people);
    await rung(w, sick.incident, AT_ONCE);
    await people.command(ADA, await sick.channel(), 'run api-completely-down');
    await waited('the second worker to die of it', () => dead.size > 1 || undefined);
    const began = Date.now();
    const well = await declare(w, people);
    await rung(w, well.incident, AT_ONCE);
    return Date.now() - began;
  },
};

export const deaths: readonly Recovery[] = [
  {
    goal: 'G-3',
    name: 'a worker is killed with a page in hand: every page is out after',
    within: 3_000,
    play: page('SIGKILL', 'one'),
  },
  {
    goal: 'G-3',
    name: 'every worker is killed with a page in hand, and started again: every page is out after',
    within: 15_000,
    play: page('SIGKILL', 'all'),
  },
  {
    goal: 'G-3',
    name: 'a worker stands still with a page in hand: every page is out after',
    within: 15_000,
    play: page('SIGSTOP', 'one'),
  },
  poison,
  { goal: 'G-13', name: 'a bot is killed: it is there again after', within: 10_000, play: back('bot') },
  { goal: 'G-13', name: 'a worker is killed: it is there again after', within: 10_000, play: back('worker') },
];

/** Everything that may happen next to an incident: people, time, PagerDuty, workers. Each is tried after each other one. */
import { ADA, EVE, GRACE, type Happening, type Person, STRANGER, type Status } from './happenings.ts';
import type { Severity } from './matrices.ts';
import type { Alive } from './seen.ts';
import type { Scene, Stage } from './stage.ts';

export interface Command {
  readonly name: string;
  play(stage: Stage, scene: Scene): Scene;
}

const MINUTE = 60_000;
const L1 = 'oncall:architect';

export const does = (name: string, h: Happening): Command => ({ name, play: (stage, scene) => stage.step(scene, h) });

const fire = (stage: Stage, scene: Scene, a: Alive): Scene => stage.step(scene, a.happening, a);
const oldest = (a: Alive, b: Alive): number => a.dueAt - b.dueAt;
const newest = (a: Alive, b: Alive): number => b.dueAt - a.dueAt;

/** Time passes; whatever comes due meanwhile fires at its moment. */
export function pass(stage: Stage, scene: Scene, until: number): Scene {
  let s = scene;
  for (;;) {
    const [next] = s.alive.filter((a) => a.dueAt <= until).sort(oldest);
    if (!next) return { ...s, now: Math.max(s.now, until) };
    s = fire(stage, { ...s, now: Math.max(s.now, next.dueAt) }, next);
  }
}

/** Nothing works until then; afterwards whatever is overdue comes, in this order. */
export function down(stage: Stage, scene: Scene, until: number, order: (a: Alive, b: Alive) => number): Scene {
  let s: Scene = { ...scene, now: until };
  for (;;) {
    const [next] = s.alive.filter((a) => a.dueAt <= until).sort(order);
    if (!next) return s;
    s = fire(stage, s, next);
  }
}

const soonest = (scene: Scene, does?: Happening['does']): Alive | undefined =>
  scene.alive.filter((a) => !does || a.happening.does === does).sort(oldest)[0];

/** What somebody does exactly when a level is due, or around that moment. */
function around(name: string, h: Happening, by: number, first: 'they' | 'the clock'): Command {
  return {
    name,
    play(stage, scene) {
      const level = soonest(scene, 'level');
      if (!level) return scene;
      const at = pass(stage, scene, level.dueAt - 1);
      if (!at.alive.includes(level)) return at;
      const when = { ...at, now: Math.max(at.now, level.dueAt + by) };
      if (by < 0) return stage.step(when, h);
      if (first === 'the clock') return stage.step(fire(stage, when, level), h);
      const done = stage.step(when, h);
      // Its timer is in a worker's hands already: taken back or not, it comes.
      return done.alive.includes(level) ? fire(stage, done, level) : stage.step(done, { does: 'echo' }, level);
    },
  };
}

const ack = (by: Person, ms?: number): Happening => ({ does: 'ack', by, ...(ms === undefined ? {} : { ms }) });
const severity = (to: Severity): Command => does(`Ada says it is a ${to}`, { does: 'severity', by: ADA, to });
const state = (by: Person, name: string, to: Status): Command => does(`${name} says ${to}`, { does: 'state', by, to });
const resolve: Happening = { does: 'resolve', by: ADA };

const PEOPLE: readonly Command[] = [
  does('Ada acks', ack(ADA)),
  does('Ada acks for a minute', ack(ADA, MINUTE)),
  does('Ada acks for 59.999 s', ack(ADA, MINUTE - 1)),
  does('Grace acks for seven minutes', ack(GRACE, 7 * MINUTE)),
  severity('p1'),
  severity('p2'),
  severity('p3'),
  severity('p4'),
  state(ADA, 'Ada', 'identified'),
  state(GRACE, 'Grace', 'investigating'),
  does('Ada reopens', { does: 'reopen', by: ADA }),
  does('Ada resolves', resolve),
  does('Eve resolves', { does: 'resolve', by: EVE }),
  does('Ada posts an update', { does: 'update', by: ADA }),
  does('Grace posts an update, next in 10m', { does: 'update', by: GRACE, next: 10 * MINUTE }),
  does('Ada tells customers', { does: 'update', by: ADA, public: true }),
  does('Ada escalates', { does: 'escalate', by: ADA, to: 'next' }),
  does('Ada escalates to 3', { does: 'escalate', by: ADA, to: 3 }),
  does('Ada escalates to 4', { does: 'escalate', by: ADA, to: 4 }),
  does('Eve escalates', { does: 'escalate', by: EVE, to: 'next' }),
  does('Ada starts a runbook', { does: 'run', by: ADA, known: true }),
];

const TIME: readonly Command[] = [
  {
    name: '1 ms before the next timer',
    play(stage, scene) {
      const next = soonest(scene);
      return next && next.dueAt - 1 > scene.now ? pass(stage, scene, next.dueAt - 1) : scene;
    },
  },
  { name: 'the next timer', play: (stage, s) => pass(stage, s, soonest(s)?.dueAt ?? s.now) },
  {
    name: 'the next timer, 1 ms late',
    play(stage, scene) {
      const next = soonest(scene);
      return next ? fire(stage, { ...scene, now: Math.max(scene.now, next.dueAt + 1) }, next) : scene;
    },
  },
  { name: 'six minutes pass', play: (stage, s) => pass(stage, s, s.now + 6 * MINUTE) },
  { name: '20 minutes of outage', play: (stage, s) => down(stage, s, s.now + 20 * MINUTE, oldest) },
  { name: '20 minutes of outage, the last first', play: (stage, s) => down(stage, s, s.now + 20 * MINUTE, newest) },
  { name: '45 minutes of outage', play: (stage, s) => down(stage, s, s.now + 45 * MINUTE, oldest) },
  { name: '45 minutes in which no timer fires', play: (_, s) => ({ ...s, now: s.now + 45 * MINUTE }) },
  around('Ada acks 1 ms before a level', ack(ADA), -1, 'they'),
  around('Ada acks as a level fires', ack(ADA), 0, 'the clock'),
  around('Ada acks just before a level fires', ack(ADA), 0, 'they'),
  around('Ada acks 1 ms after a level', ack(ADA), 1, 'the clock'),
  around('Ada resolves just before a level fires', resolve, 0, 'they'),
  {
    name: 'every timer that was taken back comes all the same',
    play: (stage, scene) => scene.gone.reduce((s, a) => stage.step(s, { does: 'echo' }, a), scene),
  },
];

/** Of the generation that is now, or of the one before. */
const about = (
  name: string,
  of: (target: string, generation: number) => Happening,
  back = 0,
  target = L1,
): Command => ({
  name,
  play: (stage, scene) => stage.step(scene, of(target, scene.world.generation - back)),
});

/** What happens to every page that is on its way. */
const everyPage = (name: string, does: 'took' | 'looked' | 'refused', anybody: boolean): Command => ({
  name,
  play(stage, scene) {
    const sending = [...scene.world.pages].filter(([, p]) => p.is === 'sending' || p.is === 'failed');
    return sending.reduce((s, [target]) => {
      const { generation } = s.world;
      return stage.step(s, does === 'refused' ? { does, target, generation } : { does, target, generation, anybody });
    }, scene);
  },
});

const PAGERDUTY: readonly Command[] = [
  about('PagerDuty takes the first page', (target, generation) => ({
    does: 'took',
    anybody: true,
    target,
    generation,
  })),
  about('nobody stands behind the first page', (target, generation) => ({
    does: 'took',
    anybody: false,
    target,
    generation,
  })),
  everyPage('PagerDuty takes every page', 'took', true),
  everyPage('nobody stands behind any page', 'took', false),
  everyPage('PagerDuty refuses every page', 'refused', false),
  everyPage('nobody to tell in Slack either', 'looked', false),
  about('our ack of the first page is through', (target, generation) => ({ does: 'silenced', target, generation })),
  about('our resolve of the first page is through', (target, generation) => ({ does: 'closed', target, generation })),
  about('the first page rings', (target, generation) => ({ does: 'rings', target, generation })),
  about('Grace acks in PagerDuty', (target, generation) => ({ does: 'acked there', by: GRACE, target, generation })),
  about('a stranger acks in PagerDuty', (target, generation) => ({
    does: 'acked there',
    by: STRANGER,
    target,
    generation,
  })),
  about('the echo of our ack', (target, generation) => ({ does: 'acked there', target, generation })),
  about('Grace resolves in PagerDuty', (target, generation) => ({
    does: 'resolved there',
    by: GRACE,
    target,
    generation,
  })),
  about('a stranger resolves in PagerDuty', (target, generation) => ({
    does: 'resolved there',
    by: STRANGER,
    target,
    generation,
  })),
  about(
    'Grace resolves the alert before the reopening',
    (target, generation) => ({ does: 'resolved there', by: GRACE, target, generation }),
    1,
  ),
];

export const COMMANDS: readonly Command[] = [
  ...PEOPLE,
  ...TIME,
  ...PAGERDUTY,
  does('the run began', { does: 'began', run: 1 }),
  does('the run is done', { does: 'moved', run: 1 }),
];

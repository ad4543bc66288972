/** Everything that may happen next to a run: clicks of all kinds of people on all kinds of buttons, workers, time. */
import type { Button, Click, Happening, Who } from './happenings.ts';
import type { Scene, Stage } from './stage.ts';

export interface Command {
  readonly name: string;
  play(stage: Stage, scene: Scene): Scene;
}

const click = (who: Who, account: string, ...groups: string[]): Click => ({ who, account, groups });

/** The same person by several accounts; and people who may, may something else, or may nothing. */
export const ADA = click('ada', 'U0ADA', 'sre', 'leads');
const ADA_ELSEWHERE = click('ada', 'pagerduty:PADA001', 'sre');
export const GRACE = click('grace', 'U0GRACE', 'sre');
const GRACE_ELSEWHERE = click('grace', 'slack:U0GRACE', 'sre', 'leads');
export const LINUS = click('linus', 'linus', 'sre', 'responders');
const MONA = click('mona', 'U0MONA', 'leads');
const EVE = click('eve', 'eve', 'responders');
const NOBODY = click('eve', 'eve');

export const does = (name: string, h: Happening): Command => ({ name, play: (stage, scene) => stage.step(scene, h) });

export const approve = (name: string, by: Click, button: Button = 'shown', copied = false): Command =>
  does(`${name} approves`, { does: 'approve', by, button, ...(copied ? { copied } : {}) });

const soonest = (scene: Scene) => [...scene.alive].sort((a, b) => a.dueAt - b.dueAt)[0];

export function pass(stage: Stage, scene: Scene, until: number): Scene {
  let s = scene;
  for (;;) {
    const next = soonest(s);
    if (!next || next.dueAt > until) return { ...s, now: Math.max(s.now, until) };
    const idle = s.state === undefined || next.idle(s.state);
    s = stage.step({ ...s, now: Math.max(s.now, next.dueAt) }, { does: idle ? 'late' : next.does }, next);
    if (s.alive.includes(next)) s = { ...s, alive: s.alive.filter((a) => a !== next) };
  }
}

/** A click exactly when the request lapses, or around that moment, before the timer says so. */
const around = (name: string, h: Happening, by: number): Command => ({
  name,
  play(stage, scene) {
    const next = soonest(scene);
    return next?.does === 'expire' ? stage.step({ ...scene, now: Math.max(scene.now, next.dueAt + by) }, h) : scene;
  },
});

/** Nobody can name a step before it is known which of them will be taken. */
const chosen = (name: string, h: Happening): Command => ({
  name,
  play: (stage, s) =>
    s.world.book.changes[0]?.option !== undefined && typeof s.world.choice !== 'object' ? s : stage.step(s, h),
});

const yes: Happening = { does: 'approve', by: GRACE, button: 'shown' };

export const COMMANDS: readonly Command[] = [
  does('it starts', { does: 'start' }),
  does('Ada chooses to scale up', { does: 'choose', by: ADA, option: 'Scale up' }),
  does('Grace chooses to scale up', { does: 'choose', by: GRACE, option: 'Scale up' }),
  does('Grace chooses to scale down', { does: 'choose', by: GRACE, option: 'Scale down' }),
  does('Mona, who may not, chooses', { does: 'choose', by: MONA, option: 'Scale up' }),
  does('a plan is made', { does: 'planned' }),
  does('the card stands', { does: 'carded' }),
  approve('Ada', ADA),
  approve('Ada by her PagerDuty account', ADA_ELSEWHERE),
  approve('Grace', GRACE),
  approve('Grace by another account', GRACE_ELSEWHERE),
  approve('Linus', LINUS),
  approve('Mona of the leads', MONA),
  approve('Eve, who may not,', EVE),
  does('Linus approves the plan before', { does: 'approve', by: LINUS, button: 'old' }),
  does('Linus approves by another run’s button', { does: 'approve', by: LINUS, button: 'another run’s' }),
  does('Linus approves by a forged button', { does: 'approve', by: LINUS, button: 'forged' }),
  does('Linus approves on a copied card', { does: 'approve', by: LINUS, button: 'shown', copied: true }),
  does('Grace rejects', { does: 'reject', by: GRACE, button: 'shown' }),
  does('Ada takes it back', { does: 'reject', by: { ...ADA, groups: [] }, button: 'shown' }),
  does('Eve, who may not, rejects', { does: 'reject', by: EVE, button: 'shown' }),
  does('Grace rejects the plan before', { does: 'reject', by: GRACE, button: 'old' }),
  around('Grace approves 1 ms before it lapses', yes, -1),
  around('Grace approves as it lapses', yes, 0),
  around('Grace approves 1 ms after it lapsed', yes, 1),
  around('Eve has it planned again as it lapses', { does: 'replan', by: EVE }, 0),
  does('Grace has it planned again', { does: 'replan', by: GRACE }),
  does('nobody special has it planned again', { does: 'replan', by: NOBODY }),
  { name: 'the next timer', play: (stage, s) => pass(stage, s, soonest(s)?.dueAt ?? s.now) },
  {
    name: '1 ms before the next timer',
    play: (_, s) => ({ ...s, now: Math.max(s.now, (soonest(s)?.dueAt ?? 0) - 1) }),
  },
  { name: 'half an hour passes', play: (stage, s) => pass(stage, s, s.now + 1_800_000) },
  does('the target moved', { does: 'drifted' }),
  does('it is done', { does: 'settled', ok: true }),
  does('it does not work', { does: 'settled', ok: false }),
  does('nobody knows', { does: 'unknown' }),
  does('Linus looked: it happened', { does: 'cleared', by: LINUS, happened: true }),
  does('Linus looked: it did not happen', { does: 'cleared', by: LINUS, happened: false }),
  does('nobody special says that it happened', { does: 'cleared', by: NOBODY, happened: true }),
  does('Mona aborts', { does: 'abort', by: MONA }),
  does('Eve, who may not, aborts', { does: 'abort', by: EVE }),
  does('Linus pauses it', { does: 'pause', by: LINUS }),
  does('Mona, who may not, pauses it', { does: 'pause', by: MONA }),
  does('Linus has it go on', { does: 'resume', by: LINUS }),
  chosen('Grace has it tried again', { does: 'retry', by: GRACE }),
  chosen('Mona, who may not, has it tried again', { does: 'retry', by: MONA }),
  chosen('Grace leaves it out', { does: 'skip', by: GRACE }),
  chosen('Eve, who may not, leaves it out', { does: 'skip', by: EVE }),
  does('the incident is over', { does: 'incident over' }),
  does('Grace has it undone', { does: 'undo', by: GRACE }),
  does('Eve, who may not, has it undone', { does: 'undo', by: EVE }),
  does('it is undone', { does: 'undone', ok: true }),
  does('it could not be undone', { does: 'undone', ok: false }),
  does('an answer to an attempt that is over', { does: 'late' }),
  does('another run takes the target', { does: 'busy' }),
  does('the target is free', { does: 'free' }),
];

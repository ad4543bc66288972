/**
 * When a change is carried out, said a second time: a plan is shown, enough different people who may say yes to exactly that
 * plan in time, and then it is done, once. Whatever moves in between makes another plan, which needs its own.
 */
import type { Gate } from './books.ts';
import { mostGroups } from './different-groups.ts';
import type { Click, Happening } from './happenings.ts';
import { STARTER } from './happenings.ts';
import { changeAt, copied, current, type Step, stepAt, type World } from './world.ts';

const MAY = {
  run: ['sre', 'responders'],
  pause: ['sre', 'responders'],
  retry: ['sre', 'responders'],
  skip: ['sre', 'leads'],
  abort: ['sre', 'leads'],
  undo: ['sre', 'leads'],
} as const;
const LOOK_EVERY = 10_000;
/** Something else keeps moving the target: that needs a person, not another plan. */
const MOST_DRIFTS = 3;

const may = (verb: keyof typeof MAY, { groups }: Click): boolean => MAY[verb].some((g) => groups.includes(g));

export function hear(before: World, h: Happening, now: number): { readonly world: World; readonly taken: boolean } {
  const w = copied(before, now);
  return happens(w, h) ? { world: w, taken: true } : { world: before, taken: false };
}

function happens(w: World, h: Happening): boolean {
  if (h.does === 'busy' || h.does === 'free') {
    w.busy = h.does === 'busy' && !w.holds;
    return true;
  }
  if (w.is === 'none') {
    if (h.does !== 'start') return false;
    w.is = 'running';
    goOn(w);
    return true;
  }
  const i = current(w);
  const s = stepAt(w, i);
  const live = w.is === 'running';
  const set = (change: Partial<Step>): void => {
    w.steps[i] = { ...s, ...change };
  };
  switch (h.does) {
    case 'choose':
      if (!may('run', h.by) || !live || w.choice !== 'open') return false;
      if (!w.book.changes.some((c) => c.option === h.option)) return false;
      w.choice = { option: h.option, by: h.by.who };
      if (!rests(w)) begin(w, current(w));
      return true;
    case 'planned':
      if (!live || s.is !== 'planning') return true;
      if (w.incidentOver) end(w, 'aborted');
      else set({ is: 'asks', by: [], heard: [], carded: false, until: w.now + changeAt(w, i).gate.expires });
      return true;
    case 'carded':
      if (s.is === 'asks' || s.is === 'lapsed') set({ carded: true });
      return true;
    case 'approve':
      return isOpen(w, s, h) && approve(w, i, h.by);
    case 'reject':
      if (!isOpen(w, s, h)) return false;
      if (h.by.who !== STARTER && !changeAt(w, i).gate.from.some((g) => h.by.groups.includes(g))) return false;
      set({ is: 'not done' });
      if (!askAgain(w)) end(w, 'aborted');
      return true;
    case 'expire':
      if (s.is === 'asks') set({ is: 'lapsed' });
      return true;
    case 'replan':
      if (!may('run', h.by) || !live || (s.is !== 'lapsed' && !(s.is === 'asks' && w.now >= s.until))) return false;
      plan(w, i);
      return true;
    case 'look':
      if (!live || s.is !== 'waits for the target') return true;
      w.lookAt = w.now + LOOK_EVERY;
      if (!rests(w)) begin(w, i);
      return true;
    case 'pause':
      if (!may('pause', h.by) || !live || w.stopping || w.paused) return false;
      w.paused = true;
      return true;
    case 'resume':
      if (!may('pause', h.by) || !w.paused) return false;
      w.paused = false;
      takeUp(w);
      return true;
    case 'retry':
      if (!may('retry', h.by) || s.is !== 'not done' || !canGoOn(w)) return false;
      // What was begun and failed may have changed something.
      set({ ...AGAIN, used: s.used });
      w.is = 'running';
      begin(w, i);
      return true;
    case 'skip': {
      const open: readonly Step['is'][] = ['idle', 'waits for the target', 'planning', 'asks', 'lapsed'];
      const failed = s.is === 'not done' && canGoOn(w);
      if (!may('skip', h.by) || w.stopping || !(failed || (live && open.includes(s.is)))) return false;
      set({ is: 'left out' });
      w.is = 'running';
      if (!rests(w)) goOn(w);
      return true;
    }
    case 'drifted':
      if (s.is !== 'in hand') return true;
      set({ drifts: s.drifts + 1, is: 'not done', used: false });
      if (w.stopping) end(w, 'aborted');
      else if (s.drifts + 1 < MOST_DRIFTS) plan(w, i);
      else if (!rests(w)) end(w, 'failed');
      return true;
    case 'settled':
      if (s.is === 'planning') {
        // No plan was made: nothing was changed.
        set({ is: 'not done' });
        if (!askAgain(w) && !rests(w)) end(w, 'failed');
      }
      if (s.is !== 'in hand') return true;
      set(h.ok ? { is: 'done', undo: 'may be' } : { is: 'not done' });
      if (w.stopping) end(w, 'aborted');
      else if (rests(w)) return true;
      else if (h.ok) goOn(w);
      else end(w, 'failed');
      return true;
    case 'unknown':
      if (s.is !== 'in hand') return true;
      set({ is: 'nobody knows' });
      if (w.stopping || w.incidentOver) end(w, 'aborted');
      return true;
    case 'cleared':
      if (!may('run', h.by) || s.is !== 'nobody knows') return false;
      set(h.happened ? { is: 'done', undo: 'may be' } : { is: 'not done', used: false });
      if (live && !h.happened) plan(w, i);
      else if (live && !rests(w)) goOn(w);
      return true;
    case 'abort':
      if (!may('abort', h.by) || !live || w.stopping) return false;
      // What is in a worker's hands is waited for, and told as it is.
      w.stopping = true;
      if (s.is !== 'in hand') end(w, 'aborted');
      return true;
    case 'incident over':
      if (!live) return true;
      w.incidentOver = true;
      if (s.is !== 'in hand' && s.is !== 'planning') end(w, 'aborted');
      return true;
    case 'undo':
      if (!may('undo', h.by) || live || s.is !== 'done' || s.undo !== 'may be') return false;
      set({ undo: 'asked for' });
      w.acts.push(`undo ${changeAt(w, i).path}`);
      return true;
    case 'undone':
      if (s.undo === 'asked for' && !h.ok) set({ undo: 'may be' });
      return true;
    case 'late':
      return true;
    case 'start':
      return true;
  }
}

/** What a button may still decide: the plan that is shown, in time, on the card itself, while anybody may change anything. */
function isOpen(w: World, s: Step, h: Extract<Happening, { does: 'approve' | 'reject' }>): boolean {
  if (h.button !== 'shown' || s.is !== 'asks' || w.is !== 'running' || w.paused) return false;
  return w.now < s.until && !(h.copied && s.carded);
}

function approve(w: World, i: number, { who, groups }: Click): boolean {
  const s = stepAt(w, i);
  const { gate, path } = changeAt(w, i);
  const asked = who === STARTER || (typeof w.choice === 'object' && w.choice.by === who);
  if ((asked && !gate.requester) || s.by.includes(who) || !gate.from.some((g) => groups.includes(g))) return false;
  const by = [...s.by, who];
  const heard = [...s.heard, groups];
  const open = stillMissing(gate, heard);
  // A group that spoke already brings it no further when another is wanted.
  if (open === stillMissing(gate, s.heard)) return false;
  w.steps[i] = { ...s, by, heard };
  if (open > 0) return true;
  w.steps[i] = { ...s, by, heard, is: 'in hand', used: true };
  w.acts.push(`execute ${path} #${s.attempt}`);
  return true;
}

/** More people, or people of other groups, whichever is more. */
function stillMissing({ from, min, distinct }: Gate, heard: readonly (readonly string[])[]): number {
  const groups = distinct ? Math.min(min, from.length) - mostGroups(heard, from) : 0;
  return Math.max(min - heard.length, groups);
}

const AGAIN = { is: 'idle', by: [], heard: [], carded: false, drifts: 0 } as const;

/** Nothing begins while somebody paused it, and nothing is waited for once the incident is over. */
function rests(w: World): boolean {
  const { paused } = w;
  const busy: readonly Step['is'][] = ['in hand', 'planning'];
  if (paused && w.incidentOver && !busy.includes(stepAt(w, current(w)).is)) end(w, 'aborted');
  return paused;
}

/** Where it was left: what became of the step meanwhile counts now. */
function takeUp(w: World): void {
  const i = current(w);
  const { is } = stepAt(w, i);
  if (is === 'not done') end(w, 'failed');
  else if (is === 'done' || is === 'left out') goOn(w);
  else if (is === 'waits for the target' ? !w.busy : is === 'idle' && w.choice !== 'open') begin(w, i);
}

const canGoOn = (w: World): boolean => w.is === 'failed' && !w.incidentOver;

/** One run at a time changes a target; nothing is changed any more once the incident is over. */
function begin(w: World, i: number): void {
  if (w.incidentOver) end(w, 'aborted');
  else if (w.holds || !w.busy) {
    w.holds = true;
    plan(w, i);
  } else {
    w.steps[i] = { ...stepAt(w, i), is: 'waits for the target' };
    w.lookAt = w.now + LOOK_EVERY;
  }
}

function plan(w: World, i: number): void {
  if (w.incidentOver) {
    end(w, 'aborted');
    return;
  }
  const s = stepAt(w, i);
  w.steps[i] = { ...s, is: 'planning', attempt: s.attempt + 1 };
  w.acts.push(`plan ${changeAt(w, i).path} #${s.attempt + 1}`);
}

function goOn(w: World): void {
  if (w.book.changes[0]?.option !== undefined) {
    if (w.choice === 'none') w.choice = 'open';
    else end(w, 'done');
    return;
  }
  const next = w.steps.findIndex((s) => s.is === 'idle');
  if (next < 0) end(w, 'done');
  else begin(w, next);
}

/** Nothing was changed, so another option may be chosen; not when anything was. */
function askAgain(w: World): boolean {
  if (typeof w.choice !== 'object' || w.steps.some((s) => s.used)) return false;
  w.choice = 'open';
  w.steps = w.steps.map((s) => ({ ...s, ...AGAIN, carded: s.carded }));
  if (w.incidentOver) end(w, 'aborted');
  return true;
}

function end(w: World, is: 'done' | 'failed' | 'aborted'): void {
  w.is = is;
  w.holds = false;
  w.paused = false;
  const stays: readonly Step['is'][] = ['idle', 'done', 'left out', 'nobody knows'];
  w.steps = w.steps.map((s) => (stays.includes(s.is) ? s : { ...s, is: 'not done' }));
  if (w.choice === 'open') w.choice = 'none';
}

/** What must hold of an incident's timeline and effects whatever happened, judged without the rules that made them. */
import type { IncidentEvent } from '../../src/domain/incident/events.ts';
import type { Play } from './decide.ts';

/** The only things that may still be written after the end, apart from reopening. */
const AFTER_THE_END: readonly IncidentEvent['type'][] = [
  'incident.joined',
  'update.posted',
  'customers.notified',
  'page.accepted',
  'page.unreached',
  'page.confirmed',
  'page.acknowledged',
  'page.resolved',
  'page.failed',
  'page.stuck',
  'channel.opened',
  'card.posted',
  'chat.failed',
  'run.began',
  'run.moved',
];

/** I-3, I-5, I-6 and I-11 of one incident; throws with the entry that breaks one. */
export function checkTimeline(t: Play): void {
  const { policy } = t.state;
  let open = true;
  let since = t.timeline[0]?.meta.at ?? 0;
  let firstClock = since;
  let ackedUntil = 0;
  let reached = new Map<number, number>();
  let paged = new Set<string>();
  for (const { event: e, meta } of t.timeline) {
    const wrong = (what: string): never => {
      throw new Error(`${what}: #${meta.seq} ${JSON.stringify(e)} by ${meta.request}`);
    };
    if (!open && e.type !== 'incident.reopened' && !AFTER_THE_END.includes(e.type)) wrong('happened after the end');
    switch (e.type) {
      case 'incident.acknowledged':
      case 'ack.renewed':
        ackedUntil = e.until;
        break;
      case 'ack.lapsed':
        if (meta.at < ackedUntil) wrong('lapsed early');
        // However late it is noticed.
        firstClock = ackedUntil;
        ackedUntil = 0;
        break;
      case 'level.reached': {
        const rule = policy.levels.find((l) => l.level === e.level);
        if (reached.has(e.level)) wrong('reached twice in a generation');
        reached.set(e.level, meta.at);
        if (meta.source !== 'timer' || !rule?.after) break;
        const from = rule.after.clock === 'unacknowledged' ? firstClock : since;
        if (meta.at < from + rule.after.ms) wrong('early');
        if (rule.after.clock === 'unacknowledged' && ackedUntil > meta.at) wrong('paged although acknowledged');
        break;
      }
      case 'level.superseded':
        if (reached.has(e.level)) wrong('superseded after it was reached');
        break;
      case 'page.begun':
        if (paged.has(e.target)) wrong('paged twice in a generation');
        paged.add(e.target);
        break;
      case 'incident.resolved':
        open = false;
        break;
      case 'incident.reopened':
        if (open) wrong('reopened while open');
        open = true;
        since = meta.at;
        firstClock = meta.at;
        ackedUntil = 0;
        reached = new Map();
        paged = new Set();
        break;
    }
  }
}

/** I-6: in each lane trigger ≤ acknowledge ≤ resolve per generation, nothing behind a resolve of its own. */
export function checkLanes(t: Play): void {
  const over = new Set<string>();
  const begun = new Set<string>();
  for (const e of t.effects.values()) {
    if (!/^page\.(trigger|acknowledge|resolve)$/.test(e.kind)) continue;
    const { dedupKey } = e.payload as { dedupKey: string };
    if (over.has(dedupKey)) throw new Error(`${e.kind} behind the resolve of ${dedupKey}`);
    if (e.kind === 'page.trigger') begun.add(dedupKey);
    else if (!begun.has(dedupKey)) throw new Error(`${e.kind} before the trigger of ${dedupKey}`);
    if (e.kind === 'page.resolve') over.add(dedupKey);
  }
  const closed = t.timeline.flatMap(({ event: e }) => (e.type === 'page.resolved' ? [e.target] : []));
  if (t.state.status !== 'resolved') return;
  for (const p of Object.values(t.state.pages)) {
    if (!over.has(p.dedupKey) && !closed.includes(p.target)) throw new Error(`${p.dedupKey} is left open`);
  }
}

/** I-3: while it is open, no level whose time came was forgotten. To be asked when every timer had its turn. */
export function checkNothingForgotten(t: Play): void {
  const { state } = t;
  if (state.status === 'resolved') return;
  for (const rule of state.policy.levels) {
    const level = t.level(rule.level);
    if (level?.status !== 'pending') continue;
    const waits = rule.after?.clock === 'unacknowledged' && state.ack !== undefined && level.dueAt === undefined;
    if (waits) continue;
    if (level.dueAt === undefined || level.dueAt <= t.now) throw new Error(`level ${rule.level} waits for nothing`);
    const armed = t.inputs().some((i) => {
      const p = i.payload as { type: string; data: { level?: number } };
      return p.type === 'level.due' && p.data.level === rule.level && i.dueAt === level.dueAt;
    });
    if (!armed) throw new Error(`level ${rule.level} has no timer`);
  }
  // Superseded means that a higher level paged instead.
  for (const l of state.levels.filter((x) => x.status === 'superseded')) {
    const higher = state.levels.some((x) => x.level > l.level && x.status === 'reached' && (x.at ?? 0) >= state.since);
    if (!higher) throw new Error(`level ${l.level} was superseded by nobody`);
  }
  const timers = t.inputs().map((i) => (i.payload as { type: string }).type);
  if (state.ack && !timers.includes('ack.lapsed')) throw new Error('the acknowledgement never runs out');
  const promised = state.nextUpdateAt !== undefined && state.nextUpdateAt > t.now;
  if (promised && !timers.includes('update.due')) throw new Error('the promised update is never asked for');
  for (const p of Object.values(state.pages).filter((x) => x.status === 'sending')) {
    const told = t.inputs().some((i) => {
      const of = i.payload as { type: string; data: { target?: string } };
      return of.type === 'page.overdue' && of.data.target === p.target;
    });
    if (!told) throw new Error(`nobody is told that ${p.target} is late`);
  }
}

/** What must hold of an incident's timeline and effects whatever happened, judged without the rules that made them. */
import type { IncidentEvent } from '../../src/domain/incident/events.ts';
import type { EffectSpec } from '../../src/engine/decision.ts';
import type { Play } from './decide.ts';

/** What was written of an incident: its timeline, and what was asked of the outside. */
export interface Papers {
  readonly timeline: Play['timeline'];
  readonly effects: { values(): Iterable<EffectSpec> };
  readonly state: Play['state'];
}

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

/** I-5, I-9 and I-11 of one incident; throws with the entry that breaks one. */
export function checkTimeline(t: Pick<Papers, 'timeline' | 'state'>): void {
  const { policy } = t.state;
  let seq = 0;
  let at = 0;
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
    if (meta.seq !== ++seq || meta.at < at || !meta.actor || !meta.source || !meta.request) wrong('out of order');
    at = meta.at;
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
export function checkLanes(t: Papers): void {
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

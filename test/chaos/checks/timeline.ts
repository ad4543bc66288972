/** I-9, I-10, I-11, I-15: every timeline is gapless, chained and in order, folds to the state, and each input wrote once. */
import { isDeepStrictEqual } from 'node:util';
import { incidentAggregate } from '../../../src/domain/incident/decide.ts';
import { runAggregate } from '../../../src/domain/runbook/decide.ts';
import type { EventMeta } from '../../../src/engine/decision.ts';
import { firstBroken } from '../../../src/engine/timeline.ts';
import type { Play } from '../../support/decide.ts';
import { checkTimeline } from '../../support/incident-invariants.ts';
import type { AggregateRow, Breach, Check } from './evidence.ts';

type Evolve = (state: unknown, event: { type: string }, meta: EventMeta) => unknown;
const EVOLVE: Readonly<Record<AggregateRow['kind'], Evolve>> = {
  incident: incidentAggregate.evolve as unknown as Evolve,
  run: runAggregate.evolve as unknown as Evolve,
};

const name = (a: AggregateRow) => `${a.kind}/${a.id}`;
const plain = (v: unknown): unknown => JSON.parse(JSON.stringify(v ?? null));

function chained(a: AggregateRow): Breach[] {
  const broken = firstBroken({ kind: a.kind, id: a.id }, a.entries, a);
  const out: Breach[] = broken ? [{ invariant: 'I-9', what: `${name(a)} #${broken.seq}: ${broken.why}` }] : [];
  a.entries.forEach((e, i) => {
    const before = a.entries[i - 1];
    if (before && e.at < before.at)
      out.push({ invariant: 'I-9', what: `${name(a)} #${e.seq} is earlier than the one before` });
    if (!e.actor || !e.source || !e.request) out.push({ invariant: 'I-9', what: `${name(a)} #${e.seq} has no author` });
  });
  return out;
}

function folded(a: AggregateRow): Breach[] {
  let state: unknown;
  for (const { type, data, seq, at, actor, source, request } of a.entries) {
    state = EVOLVE[a.kind](state, { type, ...data }, { seq, at, actor, source, request });
  }
  return isDeepStrictEqual(plain(state), plain(a.state))
    ? []
    : [{ invariant: 'I-10', what: `${name(a)}: the state is not the fold of its timeline` }];
}

function legal(a: AggregateRow): Breach[] {
  if (a.kind !== 'incident') return [];
  const timeline = a.entries.map(({ type, data, ...meta }) => ({ event: { type, ...data }, meta }));
  try {
    checkTimeline({ state: a.state, timeline } as unknown as Play);
    return [];
  } catch (e) {
    return [{ invariant: 'I-11', what: `${name(a)}: ${(e as Error).message}` }];
  }
}

/** What one input or settlement caused stands together, written once: a zombie's settle, or a key taken twice, would write again. */
function once(a: AggregateRow): Breach[] {
  const seen = new Map<string, { seq: number; at: number }>();
  const out: Breach[] = [];
  for (const e of a.entries) {
    const last = seen.get(e.request);
    if (last && last.seq !== e.seq - 1) {
      out.push({ invariant: 'I-15', what: `${name(a)}: ${e.request} wrote #${last.seq} and again #${e.seq}` });
    }
    seen.set(e.request, e);
  }
  return out;
}

export const timeline: Check = (e) =>
  e.aggregates.flatMap((a) => [...chained(a), ...folded(a), ...legal(a), ...once(a)]);

/** Rules that are wrong on purpose, each in one way: the model must see every one of them, or it sees nothing. */
import { incidentAggregate } from '../../../../src/domain/incident/decide.ts';
import type { IncidentEvent } from '../../../../src/domain/incident/events.ts';
import type { IncidentInput } from '../../../../src/domain/incident/inputs.ts';
import type { Incident, Page } from '../../../../src/domain/incident/model.ts';
import type { Decision, EffectSpec, EventMeta, Input, Refusal } from '../../../../src/engine/decision.ts';
import type { IncidentRules } from './stage.ts';

type Decided = Decision<IncidentEvent> | Refusal<IncidentEvent>;
type Context = Parameters<IncidentRules['decide']>[2];
type Seen = { state: Incident; input: IncidentInput; context: Context };

const { decide, evolve } = incidentAggregate;

/** The rules are asked about something else than what is. */
const asking = (other: (s: Seen) => Partial<Seen>): IncidentRules => ({
  ...incidentAggregate,
  decide(state, input, context) {
    if (!state) return decide(state, input, context);
    const seen = { state, input, context, ...other({ state, input, context }) };
    return decide(seen.state, seen.input, seen.context);
  },
});

/** What they say is changed. */
const saying = (
  other: (d: Decision<IncidentEvent>, input: IncidentInput) => Decision<IncidentEvent>,
): IncidentRules => ({
  ...incidentAggregate,
  decide(state, input, context): Decided {
    const d = decide(state, input, context);
    return 'refused' in d ? d : other(d, input);
  },
});

/** What becomes of it is changed. */
const becoming = (
  other: (s: Incident, before: Incident, e: IncidentEvent, meta: EventMeta) => Incident,
): IncidentRules => ({
  ...incidentAggregate,
  evolve: (state, e, meta) => (state ? other(evolve(state, e, meta), state, e, meta) : evolve(state, e, meta)),
});

const typeOf = (e: EffectSpec): string => (e.kind === 'input' ? (e.payload as unknown as Input).type : '');
const without = <K extends keyof Incident>(i: Incident, ...keys: K[]): Incident =>
  Object.fromEntries(Object.entries(i).filter(([k]) => !keys.includes(k as K))) as unknown as Incident;
const every = (pages: Incident['pages'], change: Partial<Page>): Incident['pages'] =>
  Object.fromEntries(Object.entries(pages).map(([t, p]) => [t, { ...p, ...change }]));

export const PLANTED: { readonly [bug: string]: IncidentRules } = {
  'an acknowledgement does not stop the unacknowledged clock': saying((d, input) =>
    input.type === 'incident.ack'
      ? { ...d, events: d.events.filter((e) => e.type !== 'level.unscheduled'), cancel: [] }
      : d,
  ),
  'an acknowledgement stops the unresolved clock as well': saying((d, input) =>
    input.type === 'incident.ack' ? { ...d, events: [...d.events, { type: 'level.unscheduled', level: 3 }] } : d,
  ),
  'the end leaves its timers': saying((d) =>
    d.events.some((e) => e.type === 'incident.resolved') ? { ...d, cancel: [] } : d,
  ),
  'a level pages whom another one paged': asking(({ state, input }) =>
    input.type === 'level.due' || input.type === 'incident.escalate' ? { state: { ...state, pages: {} } } : {},
  ),
  'a level is due 1 ms early': saying((d) => ({
    ...d,
    effects: (d.effects ?? []).map((e) => (typeOf(e) === 'level.due' ? { ...e, dueAt: (e.dueAt ?? 0) - 1 } : e)),
  })),
  'a lease never ends': saying((d) => ({
    ...d,
    effects: (d.effects ?? []).filter((e) => typeOf(e) !== 'ack.lapsed'),
  })),
  'a lease ends when that is noticed': asking(({ state, input, context }) =>
    input.type === 'ack.lapsed' && state.ack ? { state: { ...state, ack: { ...state.ack, until: context.now } } } : {},
  ),
  'whoever acks last holds it': asking(({ state, input }) =>
    input.type === 'incident.ack' ? { state: without(state, 'ack') } : {},
  ),
  'an acknowledgement counts after the end': asking(({ state, input }) =>
    input.type === 'incident.ack' && state.status === 'resolved' ? { state: { ...state, status: 'monitoring' } } : {},
  ),
  'anybody may resolve': asking(({ input }) =>
    input.type === 'incident.resolve' ? { input: { ...input, data: { ...input.data, groups: ['sre'] } } } : {},
  ),
  'another severity starts the clocks anew': becoming((s, _, e, meta) =>
    e.type === 'severity.changed' ? { ...s, since: meta.at } : s,
  ),
  'a reopening keeps the generation': becoming((s, before, e) =>
    e.type === 'incident.reopened' ? { ...s, generation: before.generation } : s,
  ),
  'a reopening pages nobody': saying((d) =>
    d.events.some((e) => e.type === 'incident.reopened')
      ? { ...d, effects: (d.effects ?? []).filter((e) => e.kind !== 'page.trigger') }
      : d,
  ),
  'every overdue level pages': asking(({ input, context }) =>
    input.type === 'level.due' ? { context: { ...context, now: input.data.dueAt } } : {},
  ),
  'posting an update does not take the reminder back': saying((d, input) =>
    input.type === 'incident.update' ? { ...d, cancel: [] } : d,
  ),
  'a webhook moves an alert backwards': asking(({ state, input }) =>
    input.type === 'pager.event' && input.data.event === 'triggered'
      ? { state: { ...state, pages: every(state.pages, { status: 'accepted' }) } }
      : {},
  ),
  'an alert of the generation before is taken for the one of now': asking(({ state, input }) =>
    input.type === 'pager.event'
      ? {
          input: {
            ...input,
            data: { ...input.data, dedupKey: input.data.dedupKey.replace(/:g\d+:/, `:g${state.generation}:`) },
          },
        }
      : {},
  ),
  'the end leaves the alerts standing': saying((d) => ({
    ...d,
    effects: (d.effects ?? []).filter((e) => e.kind !== 'page.resolve'),
  })),
  'nobody behind the first page, and nothing follows': asking(({ state, input }) =>
    input.type === 'page.settled' && input.data.people.length === 0
      ? { state: { ...state, levels: state.levels.map((l) => ({ ...l, status: 'reached' })) } }
      : {},
  ),
  'a refusal leaves a trace': {
    ...incidentAggregate,
    decide(state, input, context) {
      const d = decide(state, input, context);
      return 'refused' in d ? { ...d, events: [{ type: 'incident.joined', by: 'U0ADA' }] } : d;
    },
  },
};

/**
 * Given, when, then for the incident's rules: inputs in, under a virtual clock; events are folded, effects collected, due
 * timers fed back in due order. What must hold of every decision is asserted here, so that no test can forget it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Catalog, Target } from '../../src/domain/catalog/model.ts';
import { incidentAggregate } from '../../src/domain/incident/decide.ts';
import { describe as describeEvent } from '../../src/domain/incident/describe.ts';
import type { IncidentEvent } from '../../src/domain/incident/events.ts';
import { evolve } from '../../src/domain/incident/evolve.ts';
import type { IncidentInput } from '../../src/domain/incident/inputs.ts';
import type { Incident } from '../../src/domain/incident/model.ts';
import { who } from '../../src/domain/oncall/targets.ts';
import type { Answer, Context, EffectSpec, EventMeta, Input, Ref } from '../../src/engine/decision.ts';
import { parseDuration } from '../../src/lib/duration.ts';
import { plain } from '../../src/lib/text.ts';
import { checked, frozen } from './decided.ts';
import { shippedCatalog } from './shipped-catalog.ts';

export const START = Date.UTC(2026, 10, 21, 3, 0, 0);
export const GROUPS = ['sre', 'responders', 'leads'] as const;

export type Status = 'ready' | 'cancelled' | 'done';
export interface Placed extends EffectSpec {
  readonly at: number;
  readonly dueAt: number;
  status: Status;
}
type Recorded = { readonly event: IncidentEvent; readonly meta: EventMeta };
type Data<T extends IncidentInput['type']> = Extract<IncidentInput, { type: T }>['data'];

let shipped: Catalog | undefined;

export interface PlayOptions {
  readonly catalog?: Catalog;
  /** A cancelled effect may have been begun already: rules must hold without any cancelling. @default true */
  readonly cancels?: boolean;
}

/** `4:59` → milliseconds; also `90s`, `14m`. */
export function clockTime(text: string): number {
  const [, m, s] = /^(\d+):(\d\d)$/.exec(text) ?? [];
  const ms = m === undefined ? parseDuration(text) : Number(m) * 60_000 + Number(s) * 1000;
  if (ms === undefined) throw new Error(`${text} is not a time`);
  return ms;
}

const shown = (ms: number): string => {
  const s = Math.floor(ms / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
};

export class Play {
  readonly effects = new Map<string, Placed>();
  readonly timeline: Recorded[] = [];
  readonly #cancels: boolean;
  readonly #waiting = new Set<Placed>();
  #asked = 0;
  /** Milliseconds since the beginning. */
  #now = 0;
  #state: Incident | undefined;
  catalog: Catalog;

  constructor(o: PlayOptions = {}) {
    shipped ??= shippedCatalog();
    this.catalog = o.catalog ?? shipped;
    this.#cancels = o.cancels ?? true;
  }

  get now(): number {
    return START + this.#now;
  }

  get state(): Incident {
    if (!this.#state) throw new Error('nothing was declared');
    return this.#state;
  }

  /** One Input, decided and taken over as the engine does. Returns what the person is told. */
  input(input: Omit<IncidentInput, 'to'>, more: { guardHeldBy?: Ref } = {}): Answer | undefined {
    const self = { kind: 'incident', id: 42 };
    const whole = { ...input, to: self } as IncidentInput;
    const context: Context<Catalog> = { now: this.now, self, catalog: this.catalog, ...more };
    const before = frozen(this.#state);
    const decided = incidentAggregate.decide(before, whole, context);
    if (!isDeepStrictEqual(decided, incidentAggregate.decide(before, whole, context)))
      throw new Error(`${input.type} decides differently when asked again`);
    checked(decided);
    for (const event of decided.events ?? []) {
      const { actor, source, key: request } = whole;
      const meta = { seq: this.timeline.length + 1, at: this.now, actor, source, request };
      const stored = JSON.parse(JSON.stringify(event)) as IncidentEvent;
      this.timeline.push({ event: stored, meta });
      this.#state = evolve(this.#state, stored, meta);
    }
    if ('refused' in decided) return decided.refused;
    // As in the one statement that writes both: cancelling does not see what is written with it.
    if (this.#cancels) for (const key of decided.cancel ?? []) this.#cancel(key);
    for (const e of decided.effects ?? []) this.#place(e);
    return decided.answer;
  }

  /** Somebody in Slack does something. */
  do<T extends IncidentInput['type']>(
    type: T,
    data: Omit<Data<T>, 'by' | 'groups'>,
    by = 'U0ADA',
    groups: readonly string[] = GROUPS,
  ): Answer | undefined {
    const key = `slack:T1:${++this.#asked}`;
    return this.input({ type, data: { ...data, by, groups }, key, actor: `slack:${by}`, source: 'slack' } as never);
  }

  declare(severity: string, title = 'API down', more: Partial<Data<'incident.declare'>> = {}): Answer | undefined {
    return this.do('incident.declare', { severity, title, ...more });
  }

  /** What a worker, a webhook or another aggregate reports. */
  told<T extends IncidentInput['type']>(type: T, data: Data<T>, key = `worker:${++this.#asked}`): Answer | undefined {
    return this.input({ type, data, key, actor: 'worker', source: 'worker' } as never);
  }

  webhook(event: Data<'pager.event'>['event'], target: string, by?: string, generation = 1): void {
    const dedupKey = `tocsin:INC-42:g${generation}:${target}`;
    this.told('pager.event', { event, dedupKey, ...(by ? { by } : {}) });
  }

  /** Time passes up to this moment after the beginning: every timer fires when it is due. */
  at(time: string): this {
    const until = clockTime(time);
    if (until < this.#now) throw new Error(`it is ${shown(this.#now)} already`);
    for (let next = this.#due(until); next; next = this.#due(until)) {
      this.#now = Math.max(this.#now, next.dueAt - START);
      this.#fire(next);
    }
    this.#now = until;
    return this;
  }

  /** Everything is down until this moment; then all that is overdue fires at once, in this order. */
  outageUntil(time: string, order: (due: Placed[]) => Placed[] = (due) => due): this {
    this.#now = clockTime(time);
    for (const e of order(this.inputs().filter((p) => p.dueAt <= this.now))) if (e.status === 'ready') this.#fire(e);
    return this;
  }

  /** The outside world does whatever it was asked for until now, and everything works. */
  work(kinds = /^(page|chat)\./): this {
    for (let busy = true; busy; ) {
      busy = false;
      for (const e of this.effects.values()) {
        if (e.status !== 'ready' || e.kind === 'input' || !kinds.test(e.kind)) continue;
        busy = true;
        e.status = 'done';
        this.#perform(e);
      }
    }
    return this;
  }

  /** PagerDuty took the page. */
  accept(target: string, people?: readonly string[]): void {
    const e = this.effects.get(`incident/42/g${this.state.generation}/page/${target}/trigger`);
    if (!e) throw new Error(`${target} is not paged`);
    e.status = 'done';
    this.#perform(e, people);
  }

  /** Timers that wait, soonest first. */
  inputs(): Placed[] {
    return [...this.#waiting].sort((a, b) => a.dueAt - b.dueAt);
  }

  /** Who was paged when: `0:00 oncall:architect`. */
  pages(action = 'trigger'): string[] {
    return this.#times(`page.${action}`, (e) => (e.payload as { target: string }).target);
  }

  all(kind: string): Placed[] {
    return [...this.effects.values()].filter((e) => e.kind === kind);
  }

  /** Lines that stand in the incident's channel, with their times. */
  lines(): string[] {
    const of = (e: Placed) => e.payload as { surface: string; text: Parameters<typeof plain>[0] };
    return this.all('chat.line')
      .filter((e) => of(e).surface === 'incident')
      .map((e) => `${shown(e.at - START)} ${plain(of(e).text)}`);
  }

  /** Events of a type, with their times. */
  happened(type: IncidentEvent['type']): string[] {
    return this.timeline
      .filter((r) => r.event.type === type)
      .map((r) => `${shown(r.meta.at - START)} ${plain(describeEvent(r.event, this.state).text)}`);
  }

  level(n: number) {
    return this.state.levels.find((l) => l.level === n);
  }

  /** state = fold(timeline). */
  folded(): Incident | undefined {
    return this.timeline.reduce<Incident | undefined>((s, r) => evolve(s, r.event, r.meta), undefined);
  }

  #times(kind: string, what: (e: Placed) => string): string[] {
    return this.all(kind).map((e) => `${shown(e.at - START)} ${what(e)}`);
  }

  #due(until: number): Placed | undefined {
    return this.inputs().find((e) => e.dueAt <= START + until);
  }

  #fire(e: Placed): void {
    e.status = 'done';
    this.#waiting.delete(e);
    this.input(e.payload as unknown as IncidentInput);
  }

  #place(e: EffectSpec): void {
    if (this.effects.has(e.key))
      throw new Error(`the key ${e.key} is there already: its second effect would be dropped`);
    if (e.key.length > 300) throw new Error(`the key ${e.key.slice(0, 80)}… is too long`);
    const placed: Placed = { ...e, at: this.now, dueAt: e.dueAt ?? this.now, status: 'ready' };
    this.effects.set(e.key, placed);
    if (e.kind === 'input' && (e.payload as unknown as Input).to.kind === 'incident') this.#waiting.add(placed);
  }

  #cancel(key: string): void {
    const e = this.effects.get(key);
    if (e?.status !== 'ready') return;
    e.status = 'cancelled';
    this.#waiting.delete(e);
  }

  #perform(e: Placed, people?: readonly string[]): void {
    const p = e.payload as { target: Target; generation: number; surface: 'announce' | 'incident' };
    switch (e.kind) {
      case 'page.trigger':
      case 'page.acknowledge':
      case 'page.resolve': {
        const { target, generation } = p;
        const action = e.kind.slice(5) as 'trigger';
        // The handler never wakes anybody for what is over.
        if (action === 'trigger' && this.state.status === 'resolved') return;
        const found = people ?? who(this.catalog, target, this.now).people.map((x) => x.id);
        this.told('page.settled', { target, generation, action, people: action === 'trigger' ? found : [] }, e.key);
        return;
      }
      case 'page.look-up': {
        const found = people ?? who(this.catalog, p.target, this.now).people.map((x) => x.id);
        this.told('page.looked-up', { target: p.target, generation: p.generation, people: found }, e.key);
        return;
      }
      case 'chat.open':
        this.told('chat.opened', { channel: 'C0INC42', name: 'inc-42' }, e.key);
        return;
      case 'chat.card':
        if (p.surface === 'announce' || this.state.channel)
          this.told('chat.carded', { surface: p.surface, channel: 'C0X', ts: `1.${p.surface}` }, e.key);
    }
  }
}

export const play = (options?: PlayOptions): Play => new Play(options);

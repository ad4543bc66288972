/** A decision in the making: events are folded as they are added, so that each rule sees what the one before it did. */
import type { Answer, Context, Decision, EffectSpec, Input } from '../../engine/decision.ts';
import type { Json } from '../../lib/json.ts';
import { joined, type Text } from '../../lib/text.ts';
import type { Catalog } from '../catalog/model.ts';
import { describe } from './describe.ts';
import type { IncidentEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { IncidentInput } from './inputs.ts';
import type { Incident } from './model.ts';

export class Draft {
  readonly input: IncidentInput;
  readonly catalog: Catalog;
  readonly now: number;
  readonly #id: number;
  readonly #events: IncidentEvent[] = [];
  readonly #effects: EffectSpec[] = [];
  readonly #cancel: string[] = [];
  readonly #invited = new Set<string>();
  readonly #before: readonly string[];
  #state: Incident | undefined;

  constructor(state: Incident | undefined, input: IncidentInput, context: Context<Catalog>) {
    this.#state = state;
    this.input = input;
    this.catalog = context.catalog;
    this.now = context.now;
    this.#id = context.self.id;
    this.#before = state?.responders ?? [];
  }

  /** The state with everything decided so far. */
  get incident(): Incident {
    if (!this.#state) throw new Error('nothing was declared yet');
    return this.#state;
  }

  emit(event: IncidentEvent): void {
    const { actor, source, key } = this.input;
    this.#state = evolve(this.#state, event, { seq: 0, at: this.now, actor, source, request: key });
    this.#events.push(event);
  }

  /** Keys and lanes are below `incident/<id>/`. */
  effect(e: Omit<EffectSpec, 'payload'> & { payload: object }): void {
    const at = (name: string) => `incident/${this.#id}/${name}`;
    this.#effects.push({ ...e, lane: at(e.lane), key: at(e.key), payload: e.payload as Json });
  }

  /** Feeds an Input back at `dueAt`. The same name is the same timer for ever. */
  timer(name: string, dueAt: number, type: IncidentInput['type'], data: object): void {
    const key = `incident/${this.#id}/${name}`;
    const payload = { type, to: { kind: 'incident', id: this.#id }, key, actor: 'timer', source: 'timer', data };
    this.effect({ kind: 'input', lane: `timer/${name}`, key: name, class: 'keyed', priority: 1, dueAt, payload });
  }

  /** Hands an Input to another aggregate. */
  send(name: string, input: Omit<Input, 'key' | 'source'>): void {
    const key = `incident/${this.#id}/${name}`;
    const payload = { ...input, key, source: 'worker' };
    this.effect({ kind: 'input', lane: `send/${name}`, key: name, class: 'keyed', priority: 1, payload });
  }

  /** Into the incident's channel; whoever becomes a responder is invited anyway. */
  invite(users: readonly string[]): void {
    for (const u of users) this.#invited.add(u);
  }

  cancel(name: string): void {
    this.#cancel.push(`incident/${this.#id}/${name}`);
  }

  /** What changed is shown: both cards are rendered anew, and what people should notice also stands as a line. */
  decision(answer?: Answer): Decision<IncidentEvent> {
    this.#bringIn();
    if (this.#events.length > 0) this.#show();
    return {
      events: this.#events,
      effects: this.#effects,
      cancel: this.#cancel,
      ...(answer ? { answer } : {}),
    };
  }

  /** Before the channel stands nobody is: everyone is invited when it opens. */
  #bringIn(): void {
    if (!this.#state?.channel) return;
    this.invite(this.#state.responders.filter((r) => !this.#before.includes(r)));
    if (this.#invited.size === 0) return;
    const payload = { incident: this.#id, users: [...this.#invited] };
    const key = `invite/${this.input.key}`;
    this.effect({ kind: 'chat.invite', lane: 'chat/incident', key, class: 'keyed', priority: 2, payload });
  }

  #show(): void {
    const lines = this.#events.flatMap((e): Text[] => {
      const told = describe(e, this.incident);
      return told.loud ? [told.text] : [];
    });
    const payload = { incident: this.#id };
    const of = this.input.key;
    for (const surface of ['announce', 'incident'] as const) {
      const lane = `chat/${surface}`;
      this.effect({
        kind: 'chat.card',
        lane,
        key: `card/${surface}/${of}`,
        class: 'findable',
        priority: 2,
        coalesces: true,
        payload: { ...payload, surface },
      });
      if (lines.length === 0) continue;
      const text = joined(lines, '\n');
      this.effect({
        kind: 'chat.line',
        lane,
        key: `line/${surface}/${of}`,
        class: 'findable',
        priority: 2,
        payload: { ...payload, surface, text, at: this.now },
      });
    }
  }
}

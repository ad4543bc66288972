/** A decision on a recurring task in the making. */
import type { Context, Decision, EffectSpec, Input, Ref } from '../../engine/decision.ts';
import type { Json } from '../../lib/json.ts';
import type { Text } from '../../lib/text.ts';
import type { Catalog } from '../catalog/model.ts';
import type { NoticePayload } from '../people/notice-model.ts';
import type { TaskEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { TaskInput } from './inputs.ts';
import type { Task } from './model.ts';

export type Decided = Decision<TaskEvent>;

export class Draft {
  readonly input: TaskInput;
  readonly catalog: Catalog;
  readonly now: number;
  readonly self: Ref;
  readonly #events: TaskEvent[] = [];
  readonly #effects: EffectSpec[] = [];
  readonly #cancel: string[] = [];
  #state: Task | undefined;

  constructor(state: Task | undefined, input: TaskInput, context: Context<Catalog>) {
    this.#state = state;
    this.input = input;
    this.catalog = context.catalog;
    this.now = context.now;
    this.self = context.self;
  }

  get task(): Task {
    if (!this.#state) throw new Error('the task was not planned yet');
    return this.#state;
  }

  emit(event: TaskEvent): void {
    const { actor, source, key } = this.input;
    this.#state = evolve(this.#state, event, { seq: 0, at: this.now, actor, source, request: key });
    this.#events.push(event);
  }

  #named(name: string): string {
    return `task/${this.self.id}/${name}`;
  }

  #effect(e: Omit<EffectSpec, 'payload' | 'lane'> & { lane: string; payload: object }): void {
    const { key, lane, payload } = e;
    this.#effects.push({ ...e, key: this.#named(key), lane: this.#named(lane), payload: payload as Json });
  }

  /** Feeds an Input back at `dueAt`. The same name is the same timer for ever. */
  timer(name: string, dueAt: number, type: TaskInput['type'], data: object): void {
    const payload = { type, to: this.self, key: this.#named(name), actor: 'timer', source: 'timer', data };
    this.#effect({ kind: 'input', lane: `timer/${name}`, key: name, class: 'keyed', priority: 1, dueAt, payload });
  }

  cancel(name: string): void {
    this.#cancel.push(this.#named(name));
  }

  /** Hands an Input to a run. */
  send(name: string, input: Pick<Input, 'type' | 'to' | 'data'>): void {
    const payload = { ...input, key: this.#named(name), actor: 'cadence', source: 'worker' };
    this.#effect({ kind: 'input', lane: 'runs', key: name, class: 'keyed', priority: 1, payload });
  }

  /** A line in the channel of the task. */
  notice(name: string, text: Text): void {
    const payload: NoticePayload = { task: this.self.id, to: { channel: this.task.rule.channel }, text };
    this.#effect({ kind: 'chat.notice', lane: 'chat', key: name, class: 'findable', priority: 2, payload });
  }

  decision(): Decided {
    return { events: this.#events, effects: this.#effects, cancel: this.#cancel };
  }
}

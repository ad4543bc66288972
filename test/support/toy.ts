/** A small aggregate for the engine's own tests: it counts, and asks for effects that say what they did. */
import type { Aggregate } from '../../src/engine/aggregate.ts';
import { type EffectSpec, type Input, refuse } from '../../src/engine/decision.ts';
import { say } from '../../src/lib/text.ts';

export type ToyInput =
  | Input<'toy.start', { guard?: string }>
  | Input<'toy.add', { n: number; effects?: EffectSpec[]; cancel?: string[] }>
  | Input<'toy.refuse', Record<string, never>>
  | Input<'toy.throw', Record<string, never>>
  | Input<'toy.done', { what: string }>
  | Input<'toy.gone', { what: string; why: string }>;

export type ToyEvent =
  | { readonly type: 'started'; readonly guard?: string }
  | { readonly type: 'added'; readonly n: number }
  | { readonly type: 'done'; readonly what: string }
  | { readonly type: 'gone'; readonly what: string; readonly why: string }
  | { readonly type: 'refused' };

export interface Toy {
  readonly sum: number;
  readonly done: readonly string[];
  readonly guard?: string;
}

export const toy: Aggregate<Toy, ToyInput, ToyEvent, null> = {
  kind: 'incident',
  decide(state, input, context) {
    switch (input.type) {
      case 'toy.start':
        if (context.guardHeldBy) return refuse('held', say`held by ${context.guardHeldBy.id}`);
        return { events: [{ type: 'started', ...input.data }], answer: { code: 'started', text: say`started` } };
      case 'toy.add': {
        const { n, effects = [], cancel = [] } = input.data;
        const answer = { code: 'added', text: say`${(state?.sum ?? 0) + n}` };
        return { events: [{ type: 'added', n }], effects, cancel, answer };
      }
      case 'toy.refuse':
        return refuse('no', say`no`, { events: [{ type: 'refused' }] });
      case 'toy.throw':
        throw new Error('a bug');
      case 'toy.done':
        return { events: [{ type: 'done', what: input.data.what }] };
      case 'toy.gone':
        return { events: [{ type: 'gone', ...input.data }] };
    }
  },
  evolve(state, event) {
    const s = state ?? { sum: 0, done: [] };
    switch (event.type) {
      case 'started':
        return { ...s, ...(event.guard ? { guard: event.guard } : {}) };
      case 'added':
        return { ...s, sum: s.sum + event.n };
      case 'done':
        return { ...s, done: [...s.done, event.what] };
      case 'gone':
        return { ...s, done: [...s.done, `${event.what}: ${event.why}`] };
      case 'refused':
        return s;
    }
  },
  guard: (s) => s.guard,
};

let n = 0;

export function toyInput(type: ToyInput['type'], to: number | 'new', data: object, key = `key-${++n}`): Input {
  return { type, to: { kind: 'incident', id: to } as Input['to'], key, actor: 'test', source: 'cli', data };
}

export function toyEffect(e: Partial<EffectSpec> & { key: string }): EffectSpec {
  return { kind: 'work', lane: e.key, class: 'keyed', priority: 1, payload: { what: e.key }, ...e };
}

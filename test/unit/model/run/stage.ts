/** The product's run and the model, told the same, one step at a time. As with the incident, scenes never change. */
import type { Catalog } from '../../../../src/domain/catalog/model.ts';
import type { RunEvent } from '../../../../src/domain/runbook/events.ts';
import type { RunInput } from '../../../../src/domain/runbook/inputs.ts';
import type { Run } from '../../../../src/domain/runbook/model.ts';
import type { Aggregate } from '../../../../src/engine/aggregate.ts';
import type { Decision, EffectSpec, EventMeta, Refusal } from '../../../../src/engine/decision.ts';
import { frozen } from '../../../support/decided.ts';
import { catalog as shipped } from '../../run-play.ts';
import { Differs, same } from '../differs.ts';
import { checkApprovals } from './approvals.ts';
import type { Book } from './books.ts';
import type { Happening } from './happenings.ts';
import { inputOf } from './inputs.ts';
import { hear } from './model.ts';
import { type Alive, actOf, aliveOf, START, seen } from './seen.ts';
import { changeAt, current, nothing, timers, told, type World } from './world.ts';

/** Books say their gates whole; what a policy makes of them has tests of its own. */
const catalog: Catalog = { ...shipped, changes: { ...shipped.changes, runbookGates: 'any', raise: [] } };

export type RunRules = Aggregate<Run, RunInput, RunEvent, Catalog>;
type Decided = Decision<RunEvent> | Refusal<RunEvent>;

const SELF = { kind: 'run', id: 7 } as const;
const OTHER = { kind: 'run', id: 5 } as const;

export interface Scene {
  readonly state: Run | undefined;
  readonly world: World;
  readonly now: number;
  readonly alive: readonly Alive[];
  readonly papers: { readonly timeline: number; readonly keys: number };
}

export class Stage {
  readonly #rules: RunRules;
  readonly #book: Book;
  readonly #timeline: { event: RunEvent; meta: EventMeta }[] = [];
  readonly #keys: string[] = [];
  #asked = 0;
  steps = 0;

  constructor(rules: RunRules, book: Book) {
    this.#rules = rules;
    this.#book = book;
  }

  empty(): Scene {
    const papers = { timeline: 0, keys: 0 };
    return { state: undefined, world: nothing(this.#book), now: 0, alive: [], papers };
  }

  /** The same scene when nothing came of it. */
  step(scene: Scene, h: Happening, timer?: Alive): Scene {
    const { world, taken } = hear(scene.world, h, scene.now);
    if (h.does === 'busy' || h.does === 'free') return world.busy === scene.world.busy ? scene : { ...scene, world };
    this.steps += 1;
    this.#timeline.length = scene.papers.timeline;
    this.#keys.length = scene.papers.keys;
    const change = changeAt(scene.world, current(scene.world));
    const input = timer?.input ?? inputOf(h, this.#book, scene.state, change.path, ++this.#asked);
    const decided = this.#decide(scene, input);
    same('answer', 'refused' in decided ? 'refused' : 'accepted', taken ? 'accepted' : 'refused');
    if ('refused' in decided) return this.#unchanged(scene, decided, input);
    const { events, effects = [], cancel = [] } = decided;
    const state = this.#fold(scene, events, input);
    same('state', seen(state, this.#book), told(world));
    same('asked of the outside', this.#place(effects).sort().join(', '), world.acts.sort().join(', '));
    const still = scene.alive.filter((a) => a !== timer && !cancel.includes(a.key));
    const alive = [...still, ...effects.flatMap((e) => aliveOf(e) ?? [])];
    same('timers', liveOf(alive, state), timers(world).join(', '));
    if (events.length === 0 && effects.length === 0 && alive.length === scene.alive.length) return scene;
    checkApprovals(this.#timeline, this.#book);
    return { ...scene, state, world, alive, papers: { timeline: this.#timeline.length, keys: this.#keys.length } };
  }

  /** I-10: state = fold(timeline), through what a database keeps of it. */
  checkFold(scene: Scene): void {
    const all = this.#timeline.slice(0, scene.papers.timeline);
    const stored = JSON.parse(JSON.stringify(all)) as typeof all;
    const folded = stored.reduce<Run | undefined>((s, r) => this.#rules.evolve(s, r.event, r.meta), undefined);
    same('fold(timeline)', JSON.stringify(folded), JSON.stringify(scene.state));
  }

  /** The attempt may be remembered; everything else is as it was, so that what follows is tried there already. */
  #unchanged(scene: Scene, { events = [] }: Refusal<RunEvent>, input: RunInput): Scene {
    if (events.some((e) => e.type !== 'click.refused')) throw new Differs('a refusal left more than its record');
    same('state', seen(this.#folded(scene.state, events, input, scene.now), this.#book), told(scene.world));
    return scene;
  }

  /** The database lets one run hold a target: the one that loses decides again, knowing who holds it. */
  #decide(scene: Scene, input: RunInput): Decided {
    const context = { now: START + scene.now, self: SELF, catalog };
    const before = frozen(scene.state);
    const decided = this.#rules.decide(before, input, context);
    if (!scene.world.busy || !this.#takes(before, decided, input, scene.now)) return decided;
    const again = this.#rules.decide(before, input, { ...context, guardHeldBy: OTHER });
    if (this.#takes(before, again, input, scene.now)) throw new Differs('two runs hold one target');
    return again;
  }

  #takes(before: Run | undefined, { events = [] }: Decided, input: RunInput, now: number): boolean {
    const guard = (run: Run | undefined) => (run ? this.#rules.guard?.(run) : undefined);
    const after = this.#folded(before, events, input, now);
    return guard(after) !== undefined && guard(before) === undefined;
  }

  #folded(before: Run | undefined, events: readonly RunEvent[], input: RunInput, now: number): Run | undefined {
    const { actor, source, key: request } = input;
    const meta = { seq: 0, at: START + now, actor, source, request };
    return events.reduce<Run | undefined>((s, e) => this.#rules.evolve(s, e, meta), before);
  }

  #fold(scene: Scene, events: readonly RunEvent[], input: RunInput): Run | undefined {
    const { actor, source, key: request } = input;
    for (const event of events) {
      const meta = { seq: this.#timeline.length + 1, at: START + scene.now, actor, source, request };
      this.#timeline.push({ event, meta });
    }
    return this.#folded(scene.state, events, input, scene.now);
  }

  #place(effects: readonly EffectSpec[]): string[] {
    return effects.flatMap((e) => {
      if (!e.kind.startsWith('chat.')) {
        if (this.#keys.includes(e.key)) throw new Differs(`the key ${e.key} is there already`);
        this.#keys.push(e.key);
      }
      return actOf(e) ?? [];
    });
  }
}

function liveOf(alive: readonly Alive[], state: Run | undefined): string {
  const live = alive.filter((a) => state && !a.idle(state));
  return live.map((a) => a.name).join(', ');
}

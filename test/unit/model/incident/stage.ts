/**
 * The product and the model, told the same, one step at a time. Scenes never change, so that a tree of them shares its
 * beginnings; the papers of the scene played last (timeline, pages, keys) are kept once and cut back to where a step begins.
 */
import type { Catalog } from '../../../../src/domain/catalog/model.ts';
import type { IncidentEvent } from '../../../../src/domain/incident/events.ts';
import type { IncidentInput } from '../../../../src/domain/incident/inputs.ts';
import type { Incident } from '../../../../src/domain/incident/model.ts';
import type { Aggregate } from '../../../../src/engine/aggregate.ts';
import type { EffectSpec, EventMeta } from '../../../../src/engine/decision.ts';
import { frozen } from '../../../support/decided.ts';
import { checkLanes, checkTimeline } from '../../../support/incident-invariants.ts';
import { Differs, same } from '../differs.ts';
import type { Happening } from './happenings.ts';
import { inputOf } from './inputs.ts';
import type { Matrix } from './matrices.ts';
import { hear } from './model.ts';
import { type Alive, actOf, aliveOf, START, seen } from './seen.ts';
import { nothing, timers, told, type World } from './world.ts';

export type IncidentRules = Aggregate<Incident, IncidentInput, IncidentEvent, Catalog>;

const SELF = { kind: 'incident', id: 42 } as const;
const LANED = /^page\.(trigger|acknowledge|resolve)$/;

export interface Scene {
  readonly state: Incident | undefined;
  /** The same in the model's words. */
  readonly line: string;
  readonly world: World;
  /** Milliseconds since the beginning. */
  readonly now: number;
  readonly alive: readonly Alive[];
  /** Timers that were taken back: one may be in a worker's hands already. */
  readonly gone: readonly Alive[];
  readonly papers: { readonly timeline: number; readonly pages: number; readonly keys: number };
}

export class Stage {
  readonly #rules: IncidentRules;
  readonly #matrix: Matrix;
  readonly #timeline: { event: IncidentEvent; meta: EventMeta }[] = [];
  readonly #pages: EffectSpec[] = [];
  readonly #keys: string[] = [];
  #asked = 0;
  /** How many decisions were compared. */
  steps = 0;

  constructor(rules: IncidentRules, matrix: Matrix) {
    this.#rules = rules;
    this.#matrix = matrix;
  }

  empty(): Scene {
    const papers = { timeline: 0, pages: 0, keys: 0 };
    const world = nothing(this.#matrix);
    return { state: undefined, line: seen(undefined), world, now: 0, alive: [], gone: [], papers };
  }

  /** The same scene when nothing came of it. */
  step(scene: Scene, h: Happening, timer?: Alive): Scene {
    this.steps += 1;
    this.#cutBack(scene);
    const input = timer?.input ?? inputOf(h, ++this.#asked);
    const context = { now: START + scene.now, self: SELF, catalog: this.#matrix.catalog };
    const decided = this.#rules.decide(frozen(scene.state), input, context);
    const { world, taken } = hear(scene.world, h, scene.now);
    same('answer', 'refused' in decided ? 'refused' : 'accepted', taken ? 'accepted' : 'refused');
    if ('refused' in decided) {
      if (decided.events && decided.events.length > 0) throw new Differs('a refusal left a trace');
      return scene;
    }
    const { events, effects = [], cancel = [] } = decided;
    const state = this.#fold(scene.state, events, input, scene.now);
    const line = state === scene.state ? scene.line : seen(state);
    same('state', line, told(world));
    same('asked of the outside', this.#place(effects).sort().join(', '), world.acts.sort().join(', '));
    const next = { ...scene, state, line, world, ...rearmed(scene, effects, cancel, timer) };
    same('timers', liveOf(next.alive, world), timers(world).join(', '));
    if (events.length === 0 && effects.length === 0 && next.alive.length === scene.alive.length) return scene;
    if (state) this.#checkPapers(state);
    const papers = { timeline: this.#timeline.length, pages: this.#pages.length, keys: this.#keys.length };
    return { ...next, papers };
  }

  /** I-10: state = fold(timeline), through what a database keeps of it. */
  checkFold(scene: Scene): void {
    const all = this.#timeline.slice(0, scene.papers.timeline);
    const stored = JSON.parse(JSON.stringify(all)) as typeof all;
    const folded = stored.reduce<Incident | undefined>((s, r) => this.#rules.evolve(s, r.event, r.meta), undefined);
    same('fold(timeline)', JSON.stringify(folded), JSON.stringify(scene.state));
  }

  #cutBack({ papers }: Scene): void {
    this.#timeline.length = papers.timeline;
    this.#pages.length = papers.pages;
    this.#keys.length = papers.keys;
  }

  #fold(state: Incident | undefined, events: readonly IncidentEvent[], input: IncidentInput, now: number) {
    const { actor, source, key: request } = input;
    let folded = state;
    for (const event of events) {
      const meta = { seq: this.#timeline.length + 1, at: START + now, actor, source, request };
      folded = this.#rules.evolve(folded, event, meta);
      this.#timeline.push({ event, meta });
    }
    return folded;
  }

  #place(effects: readonly EffectSpec[]): string[] {
    return effects.flatMap((e) => {
      if (LANED.test(e.kind)) this.#pages.push(e);
      if (!e.kind.startsWith('chat.')) {
        if (this.#keys.includes(e.key)) throw new Differs(`the key ${e.key} is there already`);
        this.#keys.push(e.key);
      }
      return actOf(e) ?? [];
    });
  }

  /** I-4, I-5, I-6, I-9 and I-11, judged on what was written alone. */
  #checkPapers(state: Incident): void {
    const papers = { timeline: this.#timeline, effects: this.#pages, state };
    checkTimeline(papers);
    checkLanes(papers);
  }
}

/** As in the one statement that writes both: taking back does not see what is written with it. */
function rearmed(scene: Scene, effects: readonly EffectSpec[], cancel: readonly string[], fired?: Alive) {
  const still = scene.alive.filter((a) => a !== fired && !cancel.includes(a.key));
  const back = scene.alive.filter((a) => a !== fired && cancel.includes(a.key));
  const alive = [...still, ...effects.flatMap((e) => aliveOf(e) ?? [])];
  return { alive, gone: back.length === 0 ? scene.gone : [...scene.gone, ...back] };
}

/** Telling that a page is late may come once more after somebody took it: it says nothing then. */
function liveOf(alive: readonly Alive[], world: World): string {
  const idle = (a: Alive) => a.happening.does === 'tell' && world.pages.get(a.happening.target)?.is !== 'sending';
  return alive
    .filter((a) => !idle(a))
    .map((a) => a.name)
    .sort()
    .join(', ');
}

/** A run on paper: inputs in, events folded, effects kept, time moved by hand. */
import { createHash } from 'node:crypto';
import type { Catalog } from '../../src/domain/catalog/model.ts';
import { compile } from '../../src/domain/compile.ts';
import { runAggregate } from '../../src/domain/runbook/decide.ts';
import type { RunEvent } from '../../src/domain/runbook/events.ts';
import type { RunInput, Started } from '../../src/domain/runbook/inputs.ts';
import { loadRunbook } from '../../src/domain/runbook/load.ts';
import type { ApprovalState, Run, Runbook } from '../../src/domain/runbook/model.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';
import type { Context, Decision, EffectSpec, EventMeta, Refusal } from '../../src/engine/decision.ts';
import { canonical } from '../../src/lib/json.ts';
import { plain } from '../../src/lib/text.ts';
import { ofOneService } from './catalog-fixture.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const catalog: Catalog = (() => {
  const compiled = compile(ofOneService(), stepKinds, sha256);
  if (!compiled.catalog) throw new Error(JSON.stringify(compiled.problems, null, 1));
  return compiled.catalog;
})();

/** A runbook out of the YAML people write; only the steps matter here. */
export function runbookOf(steps: string, head = ''): Runbook {
  const text = `name: Test\n${head}inputs:\n  ns: { type: string, default: prod }\n  n: { type: integer, default: 15 }\nsteps:\n${steps}`;
  const issues: never[] = [];
  const context = {
    service: 'architect',
    serviceKeys: ['health'],
    severities: new Map([['p1', 'p1']]),
    groups: Object.keys(catalog.groups),
    kinds: stepKinds,
    sha256,
  };
  const runbook = loadRunbook('architect/test.yaml', text, context, issues);
  if (!runbook) throw new Error(JSON.stringify(issues, null, 1));
  return runbook;
}

export const PERSON = { ada: 'ada', grace: 'grace', linus: 'linus', mona: 'mona' } as const;

type Made = Decision<RunEvent> | Refusal<RunEvent>;
type DataOf<T extends RunInput['type']> = Extract<RunInput, { type: T }>['data'];

export class Play {
  now = Date.UTC(2026, 0, 5, 3, 0, 0);
  run: Run | undefined;
  catalog: Catalog = catalog;
  readonly timeline: { event: RunEvent; meta: EventMeta }[] = [];
  readonly effects: EffectSpec[] = [];
  readonly cancelled: string[] = [];
  #n = 0;
  readonly id: number;

  constructor(id = 7) {
    this.id = id;
  }

  static started(runbook: Runbook, more: Partial<Started> = {}, held?: number): Play {
    const play = new Play();
    play.start(runbook, more, held);
    return play;
  }

  start(runbook: Runbook, more: Partial<Started> = {}, held?: number): void {
    const data: Started = {
      incident: 42,
      runbook,
      inputs: {},
      service: { health: 'https://api.example.com/health' },
      incidentFacts: { severity: 'p1' },
      requester: 'U0ADA',
      channel: 'C1',
      ...more,
    };
    this.feed('run.start', data, held);
  }

  get state(): Run {
    if (!this.run) throw new Error('not started');
    return this.run;
  }

  feed<T extends RunInput['type']>(type: T, data: DataOf<T>, heldBy?: number): Made {
    this.#n += 1;
    const self = { kind: 'run', id: this.id };
    const input = { type, to: self, key: `k${this.#n}`, actor: 'test', source: 'cli', data } as unknown as RunInput;
    const context: Context<Catalog> = {
      now: this.now,
      self,
      catalog: this.catalog,
      ...(heldBy === undefined ? {} : { guardHeldBy: { kind: 'run', id: heldBy } }),
    };
    const before = JSON.stringify(this.run);
    const made = runAggregate.decide(this.run, input, context);
    if (JSON.stringify(this.run) !== before) throw new Error('decide changed its state');
    for (const e of made.events ?? []) {
      const event = JSON.parse(JSON.stringify(e)) as RunEvent;
      const meta: EventMeta = {
        seq: this.timeline.length + 1,
        at: this.now,
        actor: 'test',
        source: 'cli',
        request: input.key,
      };
      this.run = runAggregate.evolve(this.run, event, meta);
      this.timeline.push({ event, meta });
    }
    if (!('refused' in made)) {
      // The store keeps one effect per key.
      for (const e of made.effects ?? [])
        if (!this.effects.some((x) => x.key === e.key)) this.effects.push(JSON.parse(JSON.stringify(e)) as EffectSpec);
      this.cancelled.push(...(made.cancel ?? []));
    }
    return made;
  }

  types(): string[] {
    return this.timeline.map((t) => t.event.type);
  }

  effectsOf(kind: string): EffectSpec[] {
    return this.effects.filter((e) => e.kind === kind);
  }

  /** Effects that have not been looked at by an earlier call. */
  work(kind: string): EffectSpec {
    const found = this.effectsOf(kind).at(-1);
    if (!found) throw new Error(`no ${kind} among ${this.effects.map((e) => e.kind).join(', ')}`);
    return found;
  }

  /** What an `input` effect will feed, the newest of its type. */
  timer(type: string): { data: Record<string, unknown>; dueAt: number | undefined; key: string } {
    const all = this.effectsOf('input').filter((e) => (e.payload as { type: string }).type === type);
    const e = all.at(-1);
    if (!e) throw new Error(`no timer ${type}`);
    return { data: (e.payload as { data: Record<string, unknown> }).data, dueAt: e.dueAt, key: e.key };
  }

  settle(step: string, result: Partial<DataOf<'step.settled'>>): Made {
    return this.feed('step.settled', { step, attempt: this.state.steps[step]?.attempt ?? 0, ...result });
  }

  /** As the worker would: a plan that names its attempt, and its digest. */
  plan(step: string, more: object = {}): ApprovalState {
    const attempt = this.state.steps[step]?.attempt ?? 0;
    const plan = canonical({ run: this.id, step, attempt, summary: 'Do it', changes: [], notes: [], ...more });
    this.feed('step.planned', { step, attempt, plan, digest: sha256(plan) });
    return this.approval(step);
  }

  approval(step: string): ApprovalState {
    const approval = this.state.steps[step]?.approval;
    if (!approval) throw new Error(`${step} has no approval`);
    return approval;
  }

  approve(step: string, person: string, groups: readonly string[] = ['sre']): Made {
    return this.feed('approval.approve', { approval: this.approval(step).id, person, groups });
  }

  refold(): Run | undefined {
    let state: Run | undefined;
    for (const { event, meta } of this.timeline) state = runAggregate.evolve(state, event, meta);
    return state;
  }
}

export const code = (made: Made): string | undefined => ('refused' in made ? made.refused.code : made.answer?.code);
export const words = (made: Made): string =>
  'refused' in made ? plain(made.refused.text) : made.answer ? plain(made.answer.text) : '';

/** A decision in the making: events are folded as they are added, so that each rule sees what the one before it did. */
import type { Answer, Context, Decision, EffectClass, EffectSpec, Input, Ref } from '../../engine/decision.ts';
import { given } from '../../lib/given.ts';
import type { Json } from '../../lib/json.ts';
import type { Text } from '../../lib/text.ts';
import type { Catalog } from '../catalog/model.ts';
import type { NoticePayload } from '../people/notice-model.ts';
import { account } from './account.ts';
import type { ChatApprovalPayload, ChatRunLinePayload, ChatRunPayload, ChatRunSaidPayload } from './effects.ts';
import type { RunEvent } from './events.ts';
import { evolve, isEnded, stepOf } from './evolve.ts';
import { keeperOf } from './home.ts';
import type { RunInput } from './inputs.ts';
import { isBranch } from './locate.ts';
import type { Run, RunStatus, StepState } from './model.ts';
import { messagesOf } from './said.ts';

export type Decided = Decision<RunEvent>;

/** Where a card stands, or that somebody was refused, changes nothing that is shown. */
const UNSEEN: readonly RunEvent['type'][] = ['run.carded', 'approval.carded', 'click.refused'];

export class Draft {
  readonly input: RunInput;
  readonly catalog: Catalog;
  readonly now: number;
  readonly self: Ref;
  /** Another run holds the target this one asked for. */
  readonly holder: Ref | undefined;
  readonly #before: RunStatus | undefined;
  readonly #events: RunEvent[] = [];
  readonly #effects: EffectSpec[] = [];
  readonly #cancel: string[] = [];
  #lines = 0;
  #state: Run | undefined;

  constructor(state: Run | undefined, input: RunInput, context: Context<Catalog>) {
    this.#state = state;
    this.#before = state?.status;
    this.input = input;
    this.catalog = context.catalog;
    this.now = context.now;
    this.self = context.self;
    this.holder = context.guardHeldBy;
  }

  /** The state with everything decided so far. */
  get run(): Run {
    if (!this.#state) throw new Error('the run was not started yet');
    return this.#state;
  }

  step(path: string): StepState {
    return stepOf(this.run, path);
  }

  emit(event: RunEvent): void {
    const { actor, source, key } = this.input;
    this.#state = evolve(this.#state, event, { seq: 0, at: this.now, actor, source, request: key });
    this.#events.push(event);
  }

  #named(name: string): string {
    return `run/${this.self.id}/${name}`;
  }

  #effect(e: Omit<EffectSpec, 'payload'> & { payload: object }): void {
    this.#effects.push({ ...e, key: this.#named(e.key), payload: e.payload as Json });
  }

  /** Work on a step. Steps of a parallel have lanes of their own; all others wait for each other. */
  work(
    kind: 'step.read' | 'step.plan' | 'step.execute',
    key: string,
    path: string,
    payload: object,
    c: EffectClass,
  ): void {
    const lane = isBranch(this.run, path) ? this.#named(path) : `run/${this.self.id}`;
    this.#effect({ kind, lane, key, class: c, priority: 1, payload });
  }

  /** Feeds an Input back at `dueAt`. The same name is the same timer for ever, in a lane where it holds up nobody. */
  timer(name: string, dueAt: number, type: RunInput['type'], data: object): void {
    const payload = { type, to: this.self, key: this.#named(name), actor: 'timer', source: 'timer', data };
    const lane = this.#named(`timer/${name}`);
    this.#effect({ kind: 'input', lane, key: name, class: 'keyed', priority: 1, dueAt, payload });
  }

  /** A line for people: in the incident's channel, or below the run's card. */
  say(text: Text): void {
    const { id: run, incident } = this.run;
    this.#lines += 1;
    const name = `says/${this.#lines}/${this.input.key}`;
    if (incident === undefined) {
      const payload: ChatRunLinePayload = { run, text, at: this.now };
      const lane = this.#named('chat');
      this.#effect({ kind: 'chat.run-line', lane, key: name, class: 'findable', priority: 2, payload });
    } else this.send(name, { type: 'run.says', to: { kind: 'incident', id: incident }, data: { run, text } });
  }

  /** A line that goes beyond the incident. */
  notice(to: NoticePayload['to'], text: Text): void {
    const place = 'person' in to ? to.person : `#${to.channel}`;
    const key = `notice/${place}/${this.input.key}`;
    const { incident } = this.run;
    const payload: NoticePayload = { ...given({ incident }), to, text };
    const lane = this.#named(`notice/${place}`);
    this.#effect({ kind: 'chat.notice', lane, key, class: 'findable', priority: 1, payload });
  }

  /** Hands an Input to another aggregate. */
  send(name: string, input: Pick<Input, 'type' | 'to' | 'data'>): void {
    const payload = { ...input, key: this.#named(name), actor: this.input.actor, source: 'worker' };
    this.#effect({ kind: 'input', lane: this.#named('notify'), key: name, class: 'keyed', priority: 1, payload });
  }

  cancel(...names: readonly string[]): void {
    this.#cancel.push(...names.map((n) => this.#named(n)));
  }

  /** What changed is shown: the run's card, and the card of every approval that was decided on. */
  decision(answer?: Answer): Decided {
    const seen = this.#events.filter((e) => !UNSEEN.includes(e.type));
    if (seen.length > 0) this.#show(seen);
    return { events: this.#events, effects: this.#effects, cancel: this.#cancel, ...(answer ? { answer } : {}) };
  }

  #show(events: readonly RunEvent[]): void {
    const { id: run, status } = this.run;
    const of = this.input.key;
    const card: ChatRunPayload = { run };
    const look = { class: 'findable', priority: 2 } as const;
    const lane = this.#named('chat');
    this.#effect({ kind: 'chat.run', lane, key: `chat/${of}`, ...look, coalesces: true, payload: card });
    for (const [digest, step] of decidedOn(events, this.run)) {
      const payload: ChatApprovalPayload = { run, step, digest };
      const lane = this.#named(`approval/${digest.slice(0, 16)}`);
      this.#effect({ kind: 'chat.approval', lane, key: `approval/${digest.slice(0, 16)}/${of}`, ...look, payload });
    }
    if (isEnded(this.run) && status !== this.#before && !this.run.preview) this.#whatItSaid(lane);
    if (status === this.#before || (this.#before === undefined && status === 'running')) return;
    const line = isEnded(this.run) ? { line: ending(this.run) } : {};
    const keeper = keeperOf(this.run);
    if (keeper) this.send(`moved/${of}`, { type: 'run.moved', to: keeper, data: { run, status, ...line } });
  }

  #whatItSaid(lane: string): void {
    const { id: run } = this.run;
    for (let nth = 0; nth < messagesOf(this.run); nth++) {
      const payload: ChatRunSaidPayload = { run, nth };
      this.#effect({ kind: 'chat.run-said', lane, key: `said/${nth}`, class: 'findable', priority: 2, payload });
    }
  }
}

/** Digests of the plans whose cards are no longer what they were, with their steps. */
function decidedOn(events: readonly RunEvent[], run: Run): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const e of events) {
    if (!('step' in e) || !(e.type.startsWith('approval.') || e.type === 'step.executing')) continue;
    const state = stepOf(run, e.step);
    // A plan made anew in the same decision has pushed the one decided on into history.
    const approval = 'digest' in e ? e : (state.approval ?? state.earlier?.at(-1));
    if (approval) all.set(approval.digest, e.step);
  }
  return all;
}

function ending(run: Run): string {
  const changed = account(run);
  const truth = changed === '' ? '' : `. ${changed}`;
  switch (run.status) {
    case 'done':
      return `${run.runbook.name} is done`;
    case 'failed':
      return `${run.runbook.name} failed: ${run.failure ?? 'no reason given'}${truth}`;
    default:
      return `${run.runbook.name} was aborted${run.failure ? `: ${run.failure}` : ''}${truth}`;
  }
}

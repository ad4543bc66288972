/** One effect of a played incident done by its real handler, and settled back into the incident as the worker does. */
import type { IncidentInput } from '../../src/domain/incident/inputs.ts';
import { who } from '../../src/domain/oncall/targets.ts';
import type { Claimed, EffectHandler, HandlerIo, Outcome } from '../../src/engine/effect.ts';
import { chatCard } from '../../src/outbound/chat-card.ts';
import { chatDm } from '../../src/outbound/chat-dm.ts';
import { chatAnnounce, chatInvite, chatLine } from '../../src/outbound/chat-line.ts';
import { chatOpen } from '../../src/outbound/chat-open.ts';
import { pageHandlers } from '../../src/outbound/page.ts';
import type { OnCall } from '../../src/ports/on-call.ts';
import type { Placed, Play } from './decide.ts';
import { SmallPagerDuty, SmallSlack } from './small-outside.ts';

export class Outside {
  readonly slack = new SmallSlack();
  readonly pager = new SmallPagerDuty();
  readonly #t: Play;
  readonly #handlers: ReadonlyMap<string, EffectHandler>;
  readonly #tried = new Map<string, { attempts: number; doubt: boolean }>();

  constructor(t: Play) {
    this.#t = t;
    const catalog = () => t.catalog;
    const onCall: OnCall = { who: async (target, at) => who(t.catalog, target, at) };
    const chats = { chat: this.slack, catalog };
    const handlers = [
      ...pageHandlers({ pager: this.pager, onCall, catalog }),
      ...[chatOpen, chatCard, chatLine, chatAnnounce, chatInvite, chatDm].map((make) => make(chats)),
    ];
    this.#handlers = new Map(handlers.map((h) => [h.kind, h]));
  }

  /** The waiting effect with this in its key, tried once. `doubt`: its last worker died in it. */
  async try(part: string, o: { doubt?: boolean } = {}): Promise<Outcome> {
    const found = [...this.#t.effects.values()].filter((e) => e.status === 'ready' && e.key.includes(part));
    const [e] = found;
    if (!e || found.length > 1) throw new Error(`${found.length} effects wait with ${part} in their key`);
    return this.#perform(e, o.doubt ?? false);
  }

  /** Everything that waits, lane by lane in order, until nothing does; what fails stays for the next time. */
  async work(): Promise<void> {
    const stuck = new Set<string>();
    for (let busy = true; busy; ) {
      busy = false;
      for (const e of this.#t.effects.values()) {
        if (e.status !== 'ready' || e.kind === 'input' || stuck.has(e.lane)) continue;
        busy = true;
        const { kind } = await this.#perform(e, false);
        if (kind === 'again') stuck.add(e.lane);
      }
    }
  }

  async #perform(e: Placed, doubt: boolean): Promise<Outcome> {
    const handler = this.#handlers.get(e.kind);
    if (!handler) throw new Error(`nobody does ${e.kind}`);
    const before = this.#tried.get(e.key) ?? { attempts: 0, doubt: false };
    const { kind, lane, key, class: c, priority, payload } = e;
    const of = { kind: 'incident', id: 42 };
    const attempts = before.attempts + 1;
    const claim: Claimed = {
      ...{ id: 1, kind, lane, key, class: c, priority, payload, of, fence: attempts, attempts, crashes: 0 },
      doubt: before.doubt || doubt,
    };
    const io: HandlerIo = {
      now: () => this.#t.now,
      load: async <S>() => ({ state: this.#t.state as S, version: 1 }),
      ours: () => true,
      signal: new AbortController().signal,
    };
    const outcome = await handler.run(claim, io);
    this.#tried.set(key, { attempts, doubt: claim.doubt || (outcome.kind === 'again' && outcome.doubt === true) });
    if (outcome.kind === 'again') return outcome;
    e.status = 'done';
    const result =
      outcome.result ?? (outcome.kind === 'done' ? undefined : handler.gaveUp(claim, outcome.kind, outcome.reason));
    if (result) this.#t.told(result.type as IncidentInput['type'], result.data as never, key);
    return outcome;
  }
}

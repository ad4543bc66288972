/** One list of all that went between the bot and the simulated vendors, in both directions, numbered as it happened. */
import type { LedgerEntry } from '../http/ledger.ts';
import type { DeliveryRecord } from '../slack/deliver/answer.ts';
import { parseJson } from '../slack/json.ts';
import type { Servers } from './rig.ts';
import type { TrafficDetail, TrafficRow } from './wire.ts';

const KEPT = 2_000;

type Bodies = Pick<TrafficDetail, 'query' | 'request' | 'reply'>;

interface Kept {
  row: TrafficRow;
  /** Counts every change of the list. */
  change: number;
  readonly bodies: () => Bodies;
}

export class TrafficLog {
  #kept: Kept[] = [];
  #rows = 0;
  #changes = 0;
  readonly #asked = new Map<LedgerEntry, Kept>();
  readonly #tries = new Map<DeliveryRecord, number>();
  readonly #stops: (() => void)[];
  readonly #changed: () => void;

  constructor({ ledger, slack, pagerduty }: Servers, changed: () => void) {
    this.#changed = changed;
    const { webhooks } = pagerduty;
    for (const e of ledger.entries) this.#ask(e);
    for (const d of slack.courier.log) this.#deliver(d);
    this.#stops = [
      ledger.onWrite((e) => this.#ask(e)),
      ledger.onSettle((e) => this.#answered(e)),
      slack.courier.onAttempt((d) => this.#deliver(d)),
      webhooks.onAttempt(({ at, type, eventId, subscriptionId, result }) => {
        const url = webhooks.subscriptions().find((s) => s.id === subscriptionId)?.url;
        const body = webhooks.messages.find((m) => m.eventId === eventId)?.body ?? '';
        const answer = typeof result === 'number' ? { status: result } : { status: 0, fault: result };
        const path = url ? new URL(url).pathname : '';
        this.#add({ at, server: 'pagerduty', direction: 'out', method: 'POST', path, what: type, ...answer }, () => ({
          query: {},
          request: parseJson(body) ?? body,
          reply: null,
        }));
      }),
    ];
  }

  /** How many changes there were so far. */
  get changes(): number {
    return this.#changes;
  }

  /** Rows added or changed after so many changes. */
  since(change: number): readonly TrafficRow[] {
    return this.#kept.filter((k) => k.change > change).map((k) => k.row);
  }

  after(n: number): readonly TrafficRow[] {
    return this.#kept.filter((k) => k.row.n > n).map((k) => k.row);
  }

  detail(n: number): TrafficDetail | undefined {
    const kept = this.#kept.find((k) => k.row.n === n);
    return kept && { ...kept.row, ...kept.bodies() };
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #add(row: Omit<TrafficRow, 'n'>, bodies: () => Bodies): Kept {
    const kept = { row: { n: ++this.#rows, ...row }, change: ++this.#changes, bodies };
    this.#kept.push(kept);
    if (this.#kept.length > KEPT * 1.1) this.#forget();
    this.#changed();
    return kept;
  }

  #forget(): void {
    this.#kept = this.#kept.slice(-KEPT);
    const first = this.#kept[0]?.row.n ?? 0;
    for (const [entry, kept] of this.#asked) if (kept.row.n < first) this.#asked.delete(entry);
  }

  #ask(e: LedgerEntry): void {
    const kept = this.#add(rowOf(e), () => ({
      query: e.query,
      request: e.body ?? null,
      reply: e.reply === undefined ? null : (parseJson(e.reply) ?? e.reply),
    }));
    this.#asked.set(e, kept);
  }

  #answered(e: LedgerEntry): void {
    const kept = this.#asked.get(e);
    if (!kept) return;
    kept.row = { n: kept.row.n, ...rowOf(e) };
    kept.change = ++this.#changes;
    this.#changed();
  }

  #deliver(d: DeliveryRecord): void {
    for (const attempt of d.attempts.slice(this.#tries.get(d) ?? 0)) {
      const { at, via, answer, request } = attempt;
      const path = request?.url ? new URL(request.url).pathname : `/${d.outgoing.kind}`;
      this.#add(
        {
          at,
          server: 'slack',
          direction: 'out',
          method: via === 'http' ? 'POST' : 'SOCKET',
          path,
          what: d.outgoing.name,
          status: answer.status,
          ...(answer.failure ? { fault: answer.failure } : {}),
        },
        () => ({ query: {}, request: d.outgoing.payload, reply: answer.body ?? null }),
      );
    }
    this.#tries.set(d, d.attempts.length);
  }
}

function rowOf(e: LedgerEntry): Omit<TrafficRow, 'n'> {
  const { at, server, method, path, status, fault } = e;
  const known = { ...(status === undefined ? {} : { status }), ...(fault ? { fault } : {}) };
  return { at, server, direction: 'in', method, path, ...known };
}

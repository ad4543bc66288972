/** What happened in one play, from outside: the record by SQL, what every vendor received, and what people were told. */
import type { Incident } from '../../../src/domain/incident/model.ts';
import type { Run } from '../../../src/domain/runbook/model.ts';
import type { Entry } from '../../../src/engine/timeline.ts';
import type { LedgerEntry } from '../../../src/sandbox/http/ledger.ts';
import type { Alert } from '../../../src/sandbox/pagerduty/model.ts';
import type { Message } from '../../../src/sandbox/slack/model/types.ts';
import type { Asked, Client } from '../client.ts';
import type { World } from '../world.ts';

export interface AggregateRow {
  readonly kind: 'incident' | 'run';
  readonly id: number;
  readonly version: number;
  readonly seq: number;
  readonly at: number;
  readonly hash: Buffer;
  readonly state: unknown;
  readonly entries: readonly (Entry & { readonly hash: Buffer })[];
}

export interface EffectRow {
  readonly id: number;
  readonly kind: string;
  readonly lane: string;
  readonly key: string;
  readonly class: string;
  readonly status: string;
  readonly attempts: number;
  readonly crashes: number;
  readonly doubt: boolean;
  readonly lastError: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ofKind: string;
  readonly ofId: number;
  readonly settledAt: number | null;
}

export interface InboxRow {
  readonly key: string;
  readonly code: string | null;
}

export interface Evidence {
  readonly deployment: string;
  readonly now: number;
  readonly aggregates: readonly AggregateRow[];
  readonly effects: readonly EffectRow[];
  readonly inbox: readonly InboxRow[];
  readonly alerts: readonly Readonly<Alert>[];
  /** Requests since the play began. */
  readonly ledger: readonly LedgerEntry[];
  readonly messages: readonly Message[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly asked: readonly Asked[];
  /** Somebody was frozen past a lease and woke up again. */
  readonly zombies: boolean;
  /** Requests that changed the cluster. */
  readonly changes: readonly LedgerEntry[];
  /** When somebody else changed it, by the world's clock. */
  readonly moves: readonly number[];
}

/** `tocsin:INC-7:g1:role:manager` → 7. */
export const incidentOfKey = (dedupKey: string): number => Number(/:INC-(\d+):/.exec(dedupKey)?.[1] ?? Number.NaN);

/** Where a play began: everything before it was judged already. */
export interface Mark {
  /** `incident/7`: a number that was drawn earlier may be used later, so the highest one tells nothing. */
  readonly aggregates: ReadonlySet<string>;
  readonly effect: number;
  readonly ledger: number;
  readonly changes: number;
  readonly inbox: readonly string[];
  readonly messages: ReadonlySet<string>;
}

const nameOfMessage = (m: Message) => `${m.channel} ${m.ts}`;

export async function mark(w: World): Promise<Mark> {
  const known = await w.query<{ name: string }>(`select kind || '/' || id as name from aggregate`);
  const [row] = await w.query<{ effect: number }>('select coalesce(max(id), 0)::int as effect from effect');
  const inbox = await w.query<{ key: string }>('select key from inbox');
  return {
    aggregates: new Set(known.map((k) => k.name)),
    effect: row?.effect ?? 0,
    ledger: w.stage.ledger.entries.length,
    changes: w.stage.cluster.world.changes().length,
    inbox: inbox.map((r) => r.key),
    messages: new Set(w.stage.slack.workspace.messages.all().map(nameOfMessage)),
  };
}

export async function evidence(
  w: World,
  since: Mark,
  people: Client,
  broken: Pick<Evidence, 'zombies'>,
): Promise<Evidence> {
  const old = [...since.aggregates];
  const heads = await w.query<Omit<AggregateRow, 'entries'> & Record<string, unknown>>(
    `select kind, id::int as id, version, last_seq as seq, ms(last_at) as at, last_hash as hash, fixed || state as state from aggregate
      where not (kind || '/' || id) = any($1::text[]) order by kind, id`,
    [old],
  );
  const entries = await w.query<Entry & { kind: string; id: number; hash: Buffer } & Record<string, unknown>>(
    `select kind, id::int as id, seq, ms(at) as at, type, actor, source, request, data, hash from timeline
      where not (kind || '/' || id) = any($1::text[]) order by kind, id, seq`,
    [old],
  );
  const effects = await w.query<EffectRow & Record<string, unknown>>(
    `select id::int as id, kind, lane, key, class, status, attempts, crashes, doubt, last_error as "lastError", payload,
            of_kind as "ofKind", of_id::int as "ofId", ms(settled_at) as "settledAt" from effect where id > $1 order by id`,
    [since.effect],
  );
  const inbox = await w.query<{ key: string; code: string | null }>(
    `select key, answer->>'code' as code from inbox where not key = any($1::text[])`,
    [since.inbox],
  );
  const [clock] = await w.query<{ now: number }>('select ms(app_now()) as now');
  const { workspace } = w.stage.slack;
  return {
    deployment: w.deployment,
    now: clock?.now ?? 0,
    aggregates: heads.map((h) => ({ ...h, entries: entries.filter((e) => e.kind === h.kind && e.id === h.id) })),
    effects,
    inbox,
    alerts: w.stage.pagerduty.alerts().filter((a) => !since.aggregates.has(`incident/${incidentOfKey(a.dedupKey)}`)),
    ledger: w.stage.ledger.entries.slice(since.ledger),
    messages: workspace.messages.all().filter((m) => !since.messages.has(nameOfMessage(m))),
    channels: workspace.channels.all().map(({ id, name }) => ({ id, name })),
    asked: people.asked,
    ...broken,
    changes: w.stage.cluster.world.changes().slice(since.changes),
    moves: w.moves,
  };
}

export const incidentsOf = (e: Evidence) =>
  e.aggregates.flatMap((a) => (a.kind === 'incident' ? [{ ...a, state: a.state as Incident }] : []));
export const runsOf = (e: Evidence) =>
  e.aggregates.flatMap((a) => (a.kind === 'run' ? [{ ...a, state: a.state as Run }] : []));

/** One invariant of spec §3.1 that does not hold. */
export interface Breach {
  readonly invariant: string;
  readonly what: string;
}
export type Check = (e: Evidence) => readonly Breach[];

/** What the Slack edge needs from the composition root. */
import type { Task } from '../../domain/cadence/model.ts';
import type { Catalog } from '../../domain/catalog/model.ts';
import type { Finding } from '../../domain/check/model.ts';
import type { Incident } from '../../domain/incident/model.ts';
import type { Run } from '../../domain/runbook/model.ts';
import type { Answer, Input, Ref } from '../../engine/decision.ts';
import type { Chat } from '../../ports/chat.ts';
import type { Directory } from '../../ports/directory.ts';
import type { Names } from '../../ports/names.ts';
import type { TimelineEntry } from '../../views/timeline-view.ts';
import type { Phone } from '../../views/who.ts';
import type { SlashCommand } from './define-command.ts';

/** Resolves after the commit; a key seen before gives the stored answer and does nothing. */
export type Handle = (input: Input) => Promise<{ readonly answer?: Answer; readonly ref?: Ref }>;

/** Look-ups that change nothing. They may be a moment old: rights and rules are checked again by the decision. */
export interface Reader {
  /** The newest incident whose own channel this is. */
  incidentByChannel(channel: string): Promise<Incident | undefined>;
  /** The incident whose card (either one) this message is. */
  incidentByCard(channel: string, ts: string): Promise<Incident | undefined>;
  incident(id: number): Promise<Incident | undefined>;
  openIncidents(): Promise<readonly Incident[]>;
  /** The newest `limit` entries, oldest first, and how many there are in all. */
  timeline(ref: Ref, limit: number): Promise<{ readonly entries: readonly TimelineEntry[]; readonly total: number }>;
  run(id: number): Promise<Run | undefined>;
  /** The run whose card this message is. */
  runByCard(channel: string, ts: string): Promise<Run | undefined>;
  /** Newest first. */
  runsOfIncident(incident: number): Promise<readonly Run[]>;
  /** Those that are not over, newest first. */
  openRuns(): Promise<readonly Run[]>;
  /** The newest whose target or runbook has this in it; empty: the newest of all. */
  newestRuns(about: string): Promise<readonly Run[]>;
  /** Everything that recurs, by name. */
  tasks(): Promise<readonly Task[]>;
  /** The run that holds this approval, whatever its status. */
  runByApproval(approval: string): Promise<Run | undefined>;
}

/** pino's shape: fields first. */
export interface Log {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export interface SlackDeps {
  readonly handle: Handle;
  readonly reader: Reader;
  readonly directory: Directory;
  /** For selects in forms; what is chosen is checked like anything that is typed. */
  readonly names: Names;
  /** For what can no longer be answered through Slack's own reply address. */
  readonly chat: Chat;
  readonly catalog: () => Catalog;
  /** What `tocsin check` finds in the set in use. */
  readonly findings: () => readonly Finding[];
  readonly commands: readonly SlashCommand[];
  /** Who to call by hand when we cannot; must not need the database. */
  readonly phones: () => readonly Phone[];
  readonly log: Log;
  /** The only workspace that may speak to us. */
  readonly team: string;
  /** `api_app_id`; other apps' payloads are refused when it is set. */
  readonly app?: string;
  /** Our own user id, so that only what follows our mention is read. */
  readonly botUser?: string;
  /** How mentions are spelled in help. @default `@tocsin` */
  readonly botName?: string;
  /** Milliseconds after which a person hears "still working". Slack gives up at 3,000. @default 2300 */
  readonly answerWithin?: number;
}

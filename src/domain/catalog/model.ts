/** What the organisation wrote under workflows/, checked and resolved: the only knowledge decisions have besides state. */
import type { Approval, ChangePolicy } from '../approval/model.ts';
import type { TaskRule } from '../cadence/model.ts';
import type { CommandsFile } from '../command/model.ts';
import type { TargetsFile } from '../data/model.ts';
import type { Runbook } from '../runbook/model.ts';

export type { Approval, ChangePolicy };

/** `oncall:architect`, `role:manager`, `person:ada`: somebody to page. */
export type Target = `${'oncall' | 'role' | 'person'}:${string}`;

export interface Severity {
  /** `p1`: how it is named in state, policies and expressions. */
  readonly name: string;
  /** 1 is the worst. Scales of different services meet here. */
  readonly rank: number;
  readonly label: string;
  /** Other words people type for it: `sev1`, `critical`. Lower case. */
  readonly aliases: readonly string[];
  readonly meaning: string;
  /** Milliseconds within which somebody must have acknowledged. */
  readonly respondWithin: number;
  /** How often people outside expect an update, milliseconds. */
  readonly updateEvery?: number;
}

export const LEVEL_ACTIONS = ['declare-outage', 'notify-customers'] as const;
export type LevelAction = (typeof LEVEL_ACTIONS)[number];

export interface Level {
  readonly level: number;
  readonly page: readonly Target[];
  readonly do: readonly LevelAction[];
  /** Which clock, and how long, in milliseconds; absent: at declaration. */
  readonly after?: { readonly clock: 'unacknowledged' | 'unresolved'; readonly ms: number };
  /** CEL over `incident`: when true the level is reached at once. */
  readonly immediately?: string;
  /** CEL over `incident`: when false at its time the level is passed over. */
  readonly if?: string;
}

/** An escalation policy; a running incident keeps the one it started with. */
export interface Policy {
  readonly name: string;
  readonly levels: readonly Level[];
  /** How long an acknowledgement holds before the first clock runs again, milliseconds. */
  readonly ackLease: number;
  /** SHA-256 of the canonical policy, hex. */
  readonly digest: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Slack user id. */
  readonly slack: string;
  readonly email?: string;
  readonly phone?: string;
  /** PagerDuty user id, so that an acknowledgement there is somebody's here. */
  readonly pagerduty?: string;
  /** User name in the cluster: what they ask for is changed in this name, with their rights. */
  readonly kubernetes?: string;
}

/** Who holds a role (`role:manager`), and where its pages go when not to the default routing key. */
export interface Role {
  readonly name: string;
  readonly people: readonly string[];
  /** Name of a secret: `PAGERDUTY_ROUTING_KEY_DIRECTORS`. @default PAGERDUTY_ROUTING_KEY */
  readonly routingKey?: string;
}

export interface Rota {
  readonly name: string;
  readonly zone: string;
  /** First hand-over, milliseconds since the epoch. */
  readonly start: number;
  readonly shift: { readonly unit: 'days' | 'weeks'; readonly count: number };
  /** Person ids in order. */
  readonly people: readonly string[];
  readonly routingKey?: string;
}

/** A group that may do something: its members are a Slack user group's, read at the click, or named people. */
export interface Group {
  readonly name: string;
  readonly slackGroup?: string;
  readonly people: readonly string[];
}

export interface Links {
  readonly statusPage?: string;
  readonly warRoom?: string;
  readonly onCall?: string;
  readonly docs?: string;
}

/** Slack channel names without `#`. */
export interface Channels {
  readonly incidents: string;
  readonly customers?: string;
}

/** How a service sees one severity of the organisation; what is absent is as everywhere. */
export interface OwnSeverity {
  readonly label?: string;
  /** More words people type for it. Lower case; each means one severity, whatever the service. */
  readonly words: readonly string[];
  /** Milliseconds. */
  readonly respondWithin?: number;
  /** Milliseconds. */
  readonly updateEvery?: number;
}

/** Somebody outside who can help: a vendor, a provider, a team without Slack here. */
export interface Contact {
  readonly name: string;
  readonly about?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly url?: string;
}

export interface Service {
  /** Folder name under workflows/: `architect`. */
  readonly name: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly policy: string;
  readonly health?: string;
  /** Values runbooks may use as `service.…`. */
  readonly values: Readonly<Record<string, string>>;
  /** By the organisation's name of the severity. */
  readonly severities: Readonly<Record<string, OwnSeverity>>;
  /** These go before the organisation's. */
  readonly links: Links;
  readonly channels: Partial<Channels>;
  readonly templates: Readonly<Record<string, Template>>;
  readonly contacts: readonly Contact[];
}

export interface Template {
  readonly name: string;
  /** Text with `${{ }}`; rendered once, into plain text. */
  readonly body: string;
}

export const VERBS = [
  'declare',
  'ack',
  'severity',
  'state',
  'update',
  'escalate',
  'resolve',
  'run',
  'abort',
  'undo',
  'pause',
  'retry',
  'skip',
] as const;
export type Verb = (typeof VERBS)[number];

export interface Catalog {
  /** Name of this installation, the first part of every PagerDuty key. @default tocsin */
  readonly deployment?: string;
  /** SHA-256 over every file, hex: names the set in logs and health. */
  readonly digest: string;
  readonly severities: readonly Severity[];
  readonly policies: Readonly<Record<string, Policy>>;
  readonly people: readonly Person[];
  readonly roles: Readonly<Record<string, Role>>;
  readonly rotas: Readonly<Record<string, Rota>>;
  readonly groups: Readonly<Record<string, Group>>;
  /** Verb → group names; absent or empty: everyone. */
  readonly permissions: Readonly<Partial<Record<Verb, readonly string[]>>>;
  /** Who must agree before something is changed. */
  readonly changes: ChangePolicy;
  readonly services: readonly Service[];
  readonly defaultService: string;
  readonly templates: Readonly<Record<string, Template>>;
  readonly channels: Channels;
  readonly links: Links;
  /** Hosts and CIDRs that http.check may reach although they are private. */
  readonly allowedHosts: readonly string[];
  readonly runbooks: readonly Runbook[];
  /** What recurs. */
  readonly cadence: readonly TaskRule[];
  /** Programs that runbooks may start. */
  readonly programs: CommandsFile;
  /** Databases and caches that runbooks may ask. */
  readonly targets: TargetsFile;
}

/** A problem in a file, told so that its author can mend it. */
export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** What to write instead. */
  readonly instead?: string;
}

/** What a runbook of the service reads as `service.…`. */
export function serviceFacts(service: Service | undefined): Readonly<Record<string, string>> {
  if (!service) return {};
  const { name, title, health, values } = service;
  return { name, title, ...(health ? { health } : {}), ...values };
}

const plainWord = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');

/** By name, label or alias; `SEV-1`, `sev 1` and `sev1` are one. */
export function findSeverity(catalog: Pick<Catalog, 'severities'>, text: string): Severity | undefined {
  const w = plainWord(text);
  return catalog.severities.find((s) => [s.name, s.label, ...s.aliases].some((a) => plainWord(a) === w));
}

/** By name, title or alias, as loosely. */
export function findService(catalog: Pick<Catalog, 'services'>, text: string): Service | undefined {
  const w = plainWord(text);
  return catalog.services.find((s) => [s.name, s.title, ...s.aliases].some((a) => plainWord(a) === w));
}

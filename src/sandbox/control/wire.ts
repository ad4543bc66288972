/**
 * What the page and the sandbox say to each other, and what programs read: types only, so that the page can import them.
 * Sections are pushed whole over one event stream when they change; `messages`, `traffic` and `series` only add and replace.
 */
import type { Json } from '../slack/json.ts';
import type { ChannelKind, Message, View } from '../slack/model/types.ts';

export type { Block, Message, Reaction, View } from '../slack/model/types.ts';
export type { Json };

/** Somebody a visitor can be. */
export interface CastMember {
  /** Slack id. */
  readonly id: string;
  /** `On-call engineer`, `Engineering manager`, `Sales, without rights`. */
  readonly title: string;
  /** What this person is for in a rehearsal, one sentence. */
  readonly note: string;
}

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email?: string;
  readonly isBot: boolean;
  readonly deleted: boolean;
  /** Set for those a visitor can be. */
  readonly cast?: { readonly title: string; readonly note: string };
}

export interface ChannelRow {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly topic: string;
  readonly purpose: string;
  readonly members: readonly string[];
  readonly isMember: boolean;
  readonly archived: boolean;
  readonly pins: readonly string[];
  /** Messages after this person's last look, and those of them that name this person or everybody. */
  readonly unread: number;
  readonly mentions: number;
  /** Timestamp of the last message this person has seen. */
  readonly lastRead: string;
}

/** What the composer can complete. */
export interface CommandHelp {
  /** `/incident`. */
  readonly name: string;
  readonly summary: string;
  readonly verbs: readonly {
    readonly name: string;
    readonly aliases: readonly string[];
    /** Without the command: `ack [for 20m] [INC-n]`. */
    readonly usage: string;
    readonly summary: string;
    readonly examples: readonly string[];
  }[];
}

export interface WorkspaceSection {
  readonly team: string;
  /** The bot's own Slack id. */
  readonly botUser: string;
  readonly people: readonly PersonRow[];
  readonly groups: readonly { readonly id: string; readonly handle: string; readonly users: readonly string[] }[];
  /** What `as` can see: public channels, and others they belong to. The direct message with the bot is of kind `im`. */
  readonly channels: readonly ChannelRow[];
  readonly commands: readonly CommandHelp[];
  readonly severities: readonly { readonly name: string; readonly summary: string }[];
}

/** Messages of the channel that is looked at, threads included, oldest first by `ts`. */
export interface MessagesSection {
  readonly channel: string;
  /** True: forget what you have of this channel. */
  readonly reset: boolean;
  readonly changed: readonly Message[];
  readonly gone: readonly string[];
}

export interface ViewsSection {
  /** Open modals, the topmost last. */
  readonly modals: readonly View[];
}

export interface PhoneCall {
  readonly incidentId: string;
  readonly number: number;
  readonly title: string;
  readonly urgency: string;
  /** World time, milliseconds since the epoch. */
  readonly at: number;
  readonly stoppedAt?: number;
  readonly stoppedBy?: string;
}

export interface PhoneRow {
  readonly name: string;
  readonly email: string;
  /** Slack id, when this person is in Slack too. */
  readonly user?: string;
  readonly ringing: boolean;
  /** Newest last. */
  readonly calls: readonly PhoneCall[];
}

export interface PodRow {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  /** What kubectl would print: `Running`, `CrashLoopBackOff`, `Terminating`. */
  readonly status: string;
  readonly restarts: number;
  /** World time, milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface WorldSection {
  readonly namespace: string;
  readonly deployment: string;
  readonly image: string;
  readonly replicas: number;
  readonly ready: number;
  readonly updated: number;
  readonly revision: number;
  readonly pods: readonly PodRow[];
  /** Newest first. */
  readonly revisions: readonly {
    readonly revision: number;
    readonly image: string;
    readonly cause?: string;
    readonly current: boolean;
    /** Known to be bad: its pods would crash or never get ready. */
    readonly bad: boolean;
  }[];
  /** Answer of the service's health check. */
  readonly health: { readonly ok: boolean; readonly status: number };
  /** Requests a second, and the share of them that fails now, 0 to 1. */
  readonly traffic: { readonly rps: number; readonly failing: number };
}

/** The error rate over time: `[world time in ms, share 0 to 1]`. */
export interface SeriesSection {
  readonly reset: boolean;
  readonly points: readonly (readonly [number, number])[];
}

export interface ClockSection {
  /** World time, milliseconds since the epoch, when this was sent. */
  readonly now: number;
  /** World seconds per second; 0 while the clock stands. */
  readonly speed: number;
  /** A jump is under way: what became due meanwhile is being done. */
  readonly jumping: boolean;
  /** The next thing that will happen by itself, if one is known: `Level 3 pages director, VP`. */
  readonly next?: { readonly at: number; readonly what: string };
}

export interface ProcessRow {
  /** `bot`, `worker 1`. */
  readonly name: string;
  readonly pid?: number;
  readonly state: 'starting' | 'running' | 'killed' | 'stopped';
  /** Times it was started again after a kill. */
  readonly restarts: number;
}

/** Everything the record holds: what a fault must not change but by adding. */
export interface RecordSection {
  readonly inputs: number;
  readonly timeline: number;
  readonly done: number;
  /** Due now and not done yet; in somebody's hands; waiting for a later time. */
  readonly due: number;
  readonly inHand: number;
  readonly later: number;
  /** Entries in the queue that rings the workers, where it can be counted. */
  readonly queue?: number;
}

export interface ProcessesSection {
  readonly processes: readonly ProcessRow[];
  readonly record: RecordSection;
  /** `redis` or `postgres`. */
  readonly backend: string;
}

export interface FaultRow {
  readonly id: string;
  /** `Slack answers 429`. */
  readonly title: string;
  /** What happens, and what one should see: nothing is lost. */
  readonly explains: string;
  /** A switch stays on until it is taken off; a stroke happens once, at the press. */
  readonly kind: 'switch' | 'stroke';
  readonly on: boolean;
  /** Requests it met so far, or how often it was done. */
  readonly hits: number;
}

export interface TrafficRow {
  readonly n: number;
  readonly at: number;
  /** `slack`, `pagerduty`, `kubernetes`, `prometheus`, `service`: who was asked, or who asked the bot. */
  readonly server: string;
  /** `in`: the bot asks a vendor. `out`: a vendor delivers to the bot. */
  readonly direction: 'in' | 'out';
  readonly method: string;
  readonly path: string;
  /** What was delivered, where the path does not say it: `/incident`, `block_actions`, `incident.acknowledged`. */
  readonly what?: string;
  /** Absent while unanswered; 0 when the connection was cut on purpose. */
  readonly status?: number;
  readonly fault?: string;
}

export interface TrafficSection {
  readonly reset: boolean;
  /** New ones and changed ones, by `n`. */
  readonly rows: readonly TrafficRow[];
}

/** Whole bodies of one exchange: `GET /api/traffic/:n`. */
export interface TrafficDetail extends TrafficRow {
  readonly query: Readonly<Record<string, string>>;
  readonly request: unknown;
  readonly reply: unknown;
}

/** Where the next thing of a story is to be done. */
export interface Pointer {
  /** Who has to be chosen first. */
  readonly as?: string;
  /** Channel that has to be open first, by id. */
  readonly channel?: string;
  readonly target:
    | { readonly kind: 'composer'; readonly text: string }
    /** The button of a message whose label contains `label`. */
    | { readonly kind: 'button'; readonly ts: string; readonly label: string }
    /** The phone of this person. */
    | { readonly kind: 'phone'; readonly email: string }
    | { readonly kind: 'modal' }
    | { readonly kind: 'clock'; readonly ms: number }
    | { readonly kind: 'fault'; readonly id: string }
    /** A button of the guide itself. */
    | { readonly kind: 'offer'; readonly id: string }
    /** Nothing to do: it happens by itself. */
    | { readonly kind: 'wait' };
}

export interface GuideSection {
  readonly stories: readonly {
    readonly id: string;
    readonly title: string;
    readonly about: string;
    readonly minutes: number;
  }[];
  readonly playing?: {
    readonly story: string;
    readonly title: string;
    readonly steps: readonly { readonly title: string; readonly state: 'done' | 'now' | 'ahead' }[];
    /** What to do now, in a sentence or two. */
    readonly say: string;
    /** What the last step did, and why it matters. */
    readonly happened?: string;
    readonly point?: Pointer;
    /** Things the guide does when asked: `CI deploys v42`, `Let 5 minutes pass`. */
    readonly offers: readonly { readonly id: string; readonly label: string }[];
    readonly finished: boolean;
  };
}

/** Shown over everything while a new world is made. */
export interface StatusSection {
  readonly state: 'ready' | 'starting' | 'failed';
  readonly text?: string;
}

export interface Sections {
  readonly status: StatusSection;
  readonly workspace: WorkspaceSection;
  readonly messages: MessagesSection;
  readonly views: ViewsSection;
  readonly phones: readonly PhoneRow[];
  readonly world: WorldSection;
  readonly series: SeriesSection;
  readonly clock: ClockSection;
  readonly processes: ProcessesSection;
  readonly faults: readonly FaultRow[];
  readonly traffic: TrafficSection;
  readonly guide: GuideSection;
}

export type SectionName = keyof Sections;

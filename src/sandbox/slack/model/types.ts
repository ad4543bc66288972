/** What a workspace is made of. Messages and views are snapshots: a change makes a new object, so old screens stay as they were. */
import type { Json } from '../json.ts';

/** A Block Kit block as stored: Slack fills in a missing `block_id`. */
export type Block = Json;

export interface User {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email?: string;
  readonly tz: string;
  readonly isBot: boolean;
  readonly deleted: boolean;
  /** A guest. */
  readonly isRestricted: boolean;
}

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface Bookmark {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly emoji?: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly creator: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly members: Set<string>;
  topic: string;
  purpose: string;
  archived: boolean;
  /** Timestamps of pinned messages. */
  readonly pins: Set<string>;
  readonly bookmarks: Bookmark[];
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  users: readonly string[];
  readonly disabled: boolean;
}

export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
}

export interface Message {
  readonly channel: string;
  /** `seconds.micros`, unique in the workspace. */
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: readonly Json[];
  readonly reactions: readonly Reaction[];
  readonly botId?: string;
  /** Set on what Slack itself wrote: `channel_join`, `channel_topic`, … */
  readonly subtype?: string;
  readonly metadata?: Json;
  readonly threadTs?: string;
  /** A reply also shown in the channel. */
  readonly broadcast?: boolean;
  readonly edited?: { readonly user: string; readonly ts: string };
  /** Ephemeral: only this person sees it. */
  readonly onlyFor?: string;
}

/** state.values: block_id → action_id → what the control holds. */
export type FormState = { readonly [block: string]: { readonly [action: string]: Json } };

export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly user: string;
  /** The view as the app wrote it, with block ids filled in. */
  readonly content: Json;
  readonly blocks: readonly Block[];
  readonly hash: string;
  readonly rootId: string;
  readonly previousId?: string;
  readonly state: FormState;
  /** Field errors the app answered the last submission with: block_id → text. */
  readonly errors: { readonly [block: string]: string };
  /** What Slack shows when the app did not answer properly. */
  readonly trouble?: string;
}

/** The installed app. */
export interface AppIdentity {
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly name: string;
  readonly teamId: string;
  readonly teamDomain: string;
  readonly verificationToken: string;
}

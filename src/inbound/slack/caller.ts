/** Who speaks, from where, and whether this workspace may speak to us at all. */
import { say, type Text } from '../../lib/text.ts';
import type { SlackDeps } from './deps.ts';

export interface Caller {
  /** Slack user id. */
  readonly user: string;
  readonly channel?: string;
  /** `ts` of the thread's first message. */
  readonly thread?: string;
  /** The message that carries the button. */
  readonly card?: { readonly channel: string; readonly ts: string };
  /** Idempotency key of this click, command or message. */
  readonly key: string;
}

type Fields = Readonly<Record<string, unknown>>;
const field = (o: unknown, name: string): unknown =>
  typeof o === 'object' && o !== null ? (o as Fields)[name] : undefined;
const text = (v: unknown): string | undefined => (typeof v === 'string' && v !== '' ? v : undefined);

/** Why this payload is not for us, or undefined when it is. A valid signature says Slack sent it, not for which workspace. */
export function strange(deps: Pick<SlackDeps, 'team' | 'app'>, body: unknown): Text | undefined {
  const team = text(field(body, 'team_id')) ?? text(field(field(body, 'team'), 'id'));
  const event = field(body, 'event');
  const home = text(field(field(body, 'user'), 'team_id')) ?? text(field(event, 'user_team'));
  const app = text(field(body, 'api_app_id'));
  if (team !== deps.team) return say`This workspace is not connected to this Tocsin. Nothing was done.`;
  if (home !== undefined && home !== deps.team) {
    return say`Guests from other workspaces cannot use Tocsin. Ask a colleague in this workspace. Nothing was done.`;
  }
  if (deps.app !== undefined && app !== undefined && app !== deps.app) {
    return say`This app is not the one Tocsin is connected to. Nothing was done.`;
  }
  return undefined;
}

/** Undefined when Slack's payload has no trigger: without a key nothing could be done exactly once. */
export function callerOf(deps: Pick<SlackDeps, 'team'>, body: unknown): Caller | undefined {
  const user = text(field(body, 'user_id')) ?? text(field(field(body, 'user'), 'id'));
  const trigger = text(field(body, 'trigger_id'));
  if (!user || !trigger) return undefined;
  const container = field(body, 'container');
  const channel =
    text(field(body, 'channel_id')) ??
    text(field(field(body, 'channel'), 'id')) ??
    text(field(container, 'channel_id'));
  const ts = text(field(container, 'message_ts'));
  const thread = text(field(container, 'thread_ts')) ?? text(field(field(body, 'message'), 'thread_ts'));
  return {
    user,
    key: `slack:${deps.team}:${trigger}`,
    ...(channel ? { channel } : {}),
    ...(thread ? { thread } : {}),
    ...(channel && ts ? { card: { channel, ts } } : {}),
  };
}

/** Undefined for what bots say and for edits: neither may act, and our own messages must not make a loop. */
export function mentionerOf(body: unknown): { caller: Caller; text: string } | undefined {
  const event = field(body, 'event');
  const user = text(field(event, 'user'));
  const id = text(field(body, 'event_id'));
  if (!user || !id || field(event, 'bot_id') !== undefined || field(event, 'edited') !== undefined) return undefined;
  const channel = text(field(event, 'channel'));
  const thread = text(field(event, 'thread_ts'));
  return {
    text: text(field(event, 'text')) ?? '',
    caller: {
      user,
      key: `slack:event:${id}`,
      ...(channel ? { channel } : {}),
      ...(thread ? { thread } : {}),
    },
  };
}

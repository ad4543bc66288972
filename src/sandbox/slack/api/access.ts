/** Which conversations the bot may see and act in, and the scopes each kind asks for. */
import type { Channel, ChannelKind, Message } from '../model/types.ts';
import type { Workspace } from '../model/workspace.ts';
import { ApiError, type Call } from './method.ts';

/** Conversation scopes are per kind: `channels:history`, `groups:history`, … */
const family: Record<ChannelKind, string> = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' };

export function kindScopes(action: 'read' | 'history'): (call: Call) => readonly string[] {
  return ({ args, workspace }) => {
    const channel = workspace.channels.get(args.string('channel') ?? '');
    return channel
      ? [`${family[channel.kind]}:${action}`]
      : (['channels', 'groups', 'im', 'mpim'] as const).map((f) => `${f}:${action}`);
  };
}

/** Managing a public or private channel; `also` is the newer, narrower scope of the one method. */
export function manageScopes(also?: string): (call: Call) => readonly string[] {
  return ({ args, workspace }) => {
    const channel = workspace.channels.get(args.string('channel') ?? '');
    const narrow = also === undefined ? [] : [`${channel?.kind === 'private' ? 'groups' : 'channels'}:${also}`];
    return [channel?.kind === 'private' ? 'groups:write' : 'channels:manage', ...narrow];
  };
}

/** A channel the bot can see: a private one it is not in does not exist for it. */
export function visible(w: Workspace, id: string): Channel {
  const channel = w.channels.get(id);
  if (!channel || (channel.kind !== 'public' && !channel.members.has(w.app.botUserId)))
    throw new ApiError('channel_not_found');
  return channel;
}

/** A channel the bot is in. */
export function joined(w: Workspace, id: string): Channel {
  const channel = visible(w, id);
  if (!channel.members.has(w.app.botUserId)) throw new ApiError('not_in_channel');
  return channel;
}

/** A channel the bot is in and that is not archived. */
export function writable(w: Workspace, id: string): Channel {
  const channel = visible(w, id);
  if (channel.archived) throw new ApiError('is_archived');
  return joined(w, id);
}

/** Where `chat.postMessage` goes: a channel id, `#name`, or a person (their direct message). */
export function postTarget(call: Call, target: string): Channel {
  const { workspace: w, scopes } = call;
  const person = w.people.get(target);
  if (person) return w.dm(person.id);
  const channel = visible(w, w.channels.find(target)?.id ?? target);
  if (channel.archived) throw new ApiError('is_archived');
  if (!channel.members.has(w.app.botUserId) && !scopes.has('chat:write.public')) throw new ApiError('not_in_channel');
  return channel;
}

/** A message that is in history: not an ephemeral one. */
export function messageIn(channel: Channel, ts: string, w: Workspace): Message {
  const message = w.messages.get(channel.id, ts);
  if (!message || message.onlyFor !== undefined) throw new ApiError('message_not_found');
  return message;
}

/** chat.*: posting, editing and deleting the bot's messages. */
import { defined } from '../json.ts';
import type { Message } from '../model/types.ts';
import { messageJson } from '../model/wire.ts';
import { messageIn, postTarget, visible } from './access.ts';
import { readContent, refuseLongEdit, requireSomething } from './message-content.ts';
import { ApiError, type Call, type Method } from './method.ts';

const scopes = ['chat:write'];

const postMessage: Method = {
  name: 'chat.postMessage',
  tier: 'posting',
  scopes,
  run(call) {
    const { args, workspace: w } = call;
    const channel = postTarget(call, args.need('channel'));
    const content = readContent(args, w);
    requireSomething(content);
    const threadTs = args.string('thread_ts');
    const message = w.messages.post({
      text: '',
      ...content,
      channel: channel.id,
      user: w.app.botUserId,
      botId: w.app.botId,
      ...(threadTs ? { threadTs, broadcast: args.bool('reply_broadcast') } : {}),
    });
    call.announce({ kind: 'message', message });
    return { channel: channel.id, ts: message.ts, message: messageJson(w, message, true) };
  },
};

const update: Method = {
  name: 'chat.update',
  tier: 'tier3',
  scopes,
  run(call) {
    const { args, workspace: w } = call;
    const old = own(call, { archived: 'is_inactive', notOurs: 'cant_update_message' });
    const content = readContent(args, w);
    refuseLongEdit(content);
    requireSomething({ text: old.text, blocks: old.blocks, attachments: old.attachments, ...content });
    // A text alone takes the place of the blocks and shows as edited; new blocks replace old ones without a mark.
    const textAlone = content.text !== undefined && content.blocks === undefined;
    const shown = textAlone ? { blocks: [], edited: { user: w.app.botUserId, ts: w.ids.ts() } } : {};
    const message = w.messages.change(old.channel, old.ts, { ...content, ...shown }) ?? old;
    return { channel: old.channel, ts: old.ts, text: message.text, message: messageJson(w, message, true) };
  },
};

const remove: Method = {
  name: 'chat.delete',
  tier: 'tier3',
  scopes,
  run(call) {
    const { channel, ts } = own(call, { archived: 'is_archived', notOurs: 'cant_delete_message' });
    call.workspace.messages.delete(channel, ts);
    call.workspace.channels.get(channel)?.pins.delete(ts);
    return { channel, ts };
  },
};

const postEphemeral: Method = {
  name: 'chat.postEphemeral',
  tier: 'tier4',
  scopes,
  run(call) {
    const { args, workspace: w } = call;
    const channel = postTarget(call, args.need('channel'));
    const user = args.need('user');
    if (!channel.members.has(user)) throw new ApiError('user_not_in_channel');
    const content = readContent(args, w);
    requireSomething(content);
    const threadTs = args.string('thread_ts');
    // Accepted and shown to nobody: Slack shows whispers in a thread only where there is a reply already.
    if (threadTs && w.messages.replies(channel.id, threadTs).length === 0) return { message_ts: w.ids.ts() };
    const message = w.messages.post({
      text: '',
      ...content,
      channel: channel.id,
      user: w.app.botUserId,
      botId: w.app.botId,
      onlyFor: user,
      ...(threadTs ? { threadTs } : {}),
    });
    return { message_ts: message.ts };
  },
};

const getPermalink: Method = {
  name: 'chat.getPermalink',
  tier: 'unlimited',
  scopes: [],
  run({ args, workspace: w }) {
    const channel = visible(w, args.need('channel'));
    const message = messageIn(channel, args.need('message_ts'), w);
    return defined({ channel: channel.id, permalink: w.permalink(message) });
  },
};

/** A message of the bot in a channel where it can still write. */
function own({ args, workspace: w }: Call, refusals: { archived: string; notOurs: string }): Message {
  const channel = visible(w, args.need('channel'));
  const message = messageIn(channel, args.need('ts'), w);
  if (channel.archived) throw new ApiError(refusals.archived);
  if (message.botId !== w.app.botId) throw new ApiError(refusals.notOurs);
  return message;
}

export const chat: readonly Method[] = [postMessage, update, remove, postEphemeral, getPermalink];

/** conversations.* that find and describe channels and read their history. */
import { type Json, string } from '../json.ts';
import type { Channel, Message } from '../model/types.ts';
import { channelJson, messageJson } from '../model/wire.ts';
import { joined, kindScopes, visible } from './access.ts';
import { ApiError, type Args, type Method } from './method.ts';
import { page } from './paging.ts';

const typeNames: Record<Channel['kind'], string> = {
  public: 'public_channel',
  private: 'private_channel',
  im: 'im',
  mpim: 'mpim',
};
const typeScopes: Record<string, string> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};

const askedTypes = (args: Args): string[] => (args.has('types') ? args.list('types') : ['public_channel']);

const list: Method = {
  name: 'conversations.list',
  tier: 'tier2',
  scopes: ({ args, scopes }) => {
    const needed = askedTypes(args).map((t) => typeScopes[t] ?? 'channels:read');
    return needed.filter((s) => !scopes.has(s)).slice(0, 1);
  },
  run({ args, workspace: w }) {
    const types = askedTypes(args);
    if (types.some((t) => !typeScopes[t])) throw new ApiError('invalid_types');
    const seen = w.channels
      .all()
      .filter((c) => types.includes(typeNames[c.kind]))
      .filter((c) => c.kind === 'public' || c.members.has(w.app.botUserId))
      .filter((c) => !(c.archived && args.bool('exclude_archived')));
    const { items, rest } = page(seen, args, 100);
    return { channels: items.map((c) => channelJson(w, c)), ...rest };
  },
};

const info: Method = {
  name: 'conversations.info',
  tier: 'tier3',
  scopes: kindScopes('read'),
  run: ({ args, workspace: w }) => ({ channel: channelJson(w, visible(w, args.need('channel'))) }),
};

const members: Method = {
  name: 'conversations.members',
  tier: 'tier4',
  scopes: kindScopes('read'),
  run({ args, workspace: w }) {
    const { items, rest } = page([...visible(w, args.need('channel')).members], args, 100);
    return { members: items, ...rest };
  },
};

const history: Method = {
  name: 'conversations.history',
  tier: 'tier3',
  scopes: kindScopes('history'),
  run({ args, workspace: w }) {
    const channel = joined(w, args.need('channel'));
    const top = w.messages
      .of(channel.id)
      .filter((m) => m.threadTs === undefined || m.threadTs === m.ts || m.broadcast === true);
    const { items, more, rest } = page(inTime(top, args).reverse(), args, 100, 999);
    const all = args.bool('include_all_metadata');
    return {
      messages: items.map((m) => messageJson(w, m, all)),
      has_more: more,
      pin_count: channel.pins.size,
      ...rest,
    };
  },
};

const replies: Method = {
  name: 'conversations.replies',
  tier: 'tier3',
  scopes: kindScopes('history'),
  run({ args, workspace: w }): Json {
    const channel = joined(w, args.need('channel'));
    const ts = args.need('ts');
    const first = w.messages.get(channel.id, ts);
    const answers = w.messages.replies(channel.id, ts);
    if ((!first && answers.length === 0) || first?.onlyFor !== undefined) throw new ApiError('thread_not_found');
    // The first message of a thread is always part of the answer, whatever the times asked for.
    const { items, more, rest } = page([...(first ? [first] : []), ...inTime(answers, args)], args, 1000);
    const all = args.bool('include_all_metadata');
    return { messages: items.map((m) => messageJson(w, m, all)), has_more: more, ...rest };
  },
};

function inTime(messages: Message[], args: Args): Message[] {
  const oldest = Number(string(args.string('oldest')) ?? 0);
  const latest = Number(string(args.string('latest')) ?? Number.POSITIVE_INFINITY);
  const inclusive = args.bool('inclusive');
  return messages.filter((m) => {
    const ts = Number(m.ts);
    return inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
  });
}

export const conversations: readonly Method[] = [list, info, members, history, replies];

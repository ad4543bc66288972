/** pins.*, bookmarks.* and reactions.*: what hangs on channels and messages. */
import { defined, type Json } from '../json.ts';
import type { Bookmark, Channel } from '../model/types.ts';
import { messageJson } from '../model/wire.ts';
import { joined, messageIn, visible, writable } from './access.ts';
import { ApiError, type Call, type Method } from './method.ts';

const addPin: Method = {
  name: 'pins.add',
  tier: 'tier2',
  scopes: ['pins:write'],
  run({ args, workspace: w }) {
    const channel = writable(w, args.need('channel'));
    const { ts } = messageIn(channel, args.need('timestamp'), w);
    if (channel.pins.has(ts)) throw new ApiError('already_pinned');
    channel.pins.add(ts);
    return {};
  },
};

const listPins: Method = {
  name: 'pins.list',
  tier: 'tier2',
  scopes: ['pins:read'],
  run({ args, workspace: w }) {
    const channel = joined(w, args.need('channel'));
    const pinned = [...channel.pins].flatMap((ts) => w.messages.get(channel.id, ts) ?? []);
    return { items: pinned.map((m) => ({ type: 'message', channel: channel.id, message: messageJson(w, m) })) };
  },
};

const addBookmark: Method = {
  name: 'bookmarks.add',
  tier: 'tier2',
  scopes: ['bookmarks:write'],
  run({ args, workspace: w }) {
    const channel = writable(w, args.need('channel_id'));
    if (args.need('type') !== 'link') throw new ApiError('invalid_bookmark_type');
    const link = args.string('link') ?? '';
    if (!/^https?:\/\//.test(link)) throw new ApiError('invalid_link');
    if (channel.bookmarks.length >= 100) throw new ApiError('too_many_bookmarks');
    const emoji = args.string('emoji');
    const bookmark = { id: w.ids.next('Bk'), title: args.need('title'), link, ...(emoji ? { emoji } : {}) };
    channel.bookmarks.push(bookmark);
    return { bookmark: bookmarkJson(channel, bookmark) };
  },
};

const listBookmarks: Method = {
  name: 'bookmarks.list',
  tier: 'tier3',
  scopes: ['bookmarks:read'],
  run({ args, workspace: w }) {
    const channel = joined(w, args.need('channel_id'));
    return { bookmarks: channel.bookmarks.map((b) => bookmarkJson(channel, b)) };
  },
};

const addReaction: Method = reaction('reactions.add', true);
const removeReaction: Method = reaction('reactions.remove', false);

function reaction(name: string, added: boolean): Method {
  return {
    name,
    tier: added ? 'tier3' : 'tier2',
    scopes: ['reactions:write'],
    run(call: Call) {
      const { args, workspace: w } = call;
      const emoji = args.need('name').replaceAll(':', '');
      if (!/^[\w+'-]+$/.test(emoji)) throw new ApiError('invalid_name');
      const channel = visible(w, args.need('channel'));
      if (channel.archived) throw new ApiError('is_archived');
      const message = messageIn(channel, args.need('timestamp'), w);
      const bot = w.app.botUserId;
      const done = added
        ? w.messages.react(channel.id, message.ts, bot, emoji)
        : w.messages.unreact(channel.id, message.ts, bot, emoji);
      if (!done) throw new ApiError(added ? 'already_reacted' : 'no_reaction');
      call.announce({ kind: 'reaction', added, user: bot, name: emoji, message });
      return {};
    },
  };
}

function bookmarkJson(channel: Channel, b: Bookmark): Json {
  return defined({ id: b.id, channel_id: channel.id, title: b.title, link: b.link, emoji: b.emoji, type: 'link' });
}

export const channelExtras: readonly Method[] = [
  addPin,
  listPins,
  addBookmark,
  listBookmarks,
  addReaction,
  removeReaction,
];

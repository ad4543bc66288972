/** What happened in the workspace, as the events the app is subscribed to. */
import type { Announcement } from '../api/method.ts';
import { defined, type Json } from '../json.ts';
import type { Channel, Message } from '../model/types.ts';
import { viewJson } from '../model/wire.ts';
import type { Workspace } from '../model/workspace.ts';

export const allSubscriptions = [
  'app_mention',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'reaction_added',
  'reaction_removed',
  'member_joined_channel',
  'app_home_opened',
] as const;

export type Subscription = (typeof allSubscriptions)[number];

const messageTypes = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' } as const;
const channelTypes = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' } as const;

/** The events of one happening: a mention is both an `app_mention` and a `message`. */
export function eventsOf(w: Workspace, what: Announcement, subscribed: ReadonlySet<Subscription>): Json[] {
  switch (what.kind) {
    case 'message':
      return messageEvents(w, what.message, subscribed);
    case 'joined': {
      if (!subscribed.has('member_joined_channel') || !botIsIn(w, what.channel)) return [];
      const { channel, user, inviter } = what;
      const kind = w.channel(channel).kind === 'public' ? 'C' : 'G';
      const team = w.app.teamId;
      return [
        defined({
          type: 'member_joined_channel',
          user,
          channel,
          channel_type: kind,
          team,
          inviter,
          event_ts: w.ids.ts(),
        }),
      ];
    }
    case 'reaction': {
      const type = what.added ? 'reaction_added' : 'reaction_removed';
      const { user, name, message } = what;
      if (!subscribed.has(type) || !botIsIn(w, message.channel)) return [];
      const item = { type: 'message', channel: message.channel, ts: message.ts };
      return [{ type, user, reaction: name, item, item_user: message.user, event_ts: w.ids.ts() }];
    }
    case 'home': {
      if (!subscribed.has('app_home_opened')) return [];
      const home = w.views.home(what.user);
      const channel = w.dm(what.user).id;
      const view = home && viewJson(w, home);
      return [defined({ type: 'app_home_opened', user: what.user, channel, tab: 'home', view, event_ts: w.ids.ts() })];
    }
  }
}

function messageEvents(w: Workspace, message: Message, subscribed: ReadonlySet<Subscription>): Json[] {
  if (message.onlyFor !== undefined || !botIsIn(w, message.channel)) return [];
  const channel = w.channel(message.channel);
  const base = defined({
    user: message.user,
    text: message.text,
    ts: message.ts,
    channel: channel.id,
    event_ts: message.ts,
    team: w.app.teamId,
    thread_ts: message.threadTs,
    parent_user_id: message.threadTs && w.messages.get(channel.id, message.threadTs)?.user,
    blocks: message.blocks.length > 0 ? message.blocks : undefined,
    bot_id: message.botId,
    app_id: message.botId && w.app.appId,
    client_msg_id: message.botId ? undefined : `msg-${message.ts}`,
  });
  const mention = isMention(w, channel, message) && subscribed.has('app_mention');
  const heard = subscribed.has(`message.${messageTypes[channel.kind]}`);
  return [
    ...(mention ? [{ type: 'app_mention', ...base }] : []),
    ...(heard ? [{ type: 'message', ...base, channel_type: channelTypes[channel.kind] }] : []),
  ];
}

function isMention(w: Workspace, channel: Channel, message: Message): boolean {
  const bot = w.app.botUserId;
  return channel.kind !== 'im' && message.user !== bot && new RegExp(`<@${bot}(\\|[^>]*)?>`).test(message.text);
}

function botIsIn(w: Workspace, channel: string): boolean {
  return w.channels.get(channel)?.members.has(w.app.botUserId) ?? false;
}

export function eventEnvelope(w: Workspace, event: Json): Json {
  const { teamId, appId, botUserId, verificationToken } = w.app;
  const installed = {
    enterprise_id: null,
    team_id: teamId,
    user_id: botUserId,
    is_bot: true,
    is_enterprise_install: false,
  };
  return {
    token: verificationToken,
    team_id: teamId,
    context_team_id: teamId,
    context_enterprise_id: null,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: w.ids.next('Ev'),
    event_time: w.ids.seconds(),
    authorizations: [installed],
    is_ext_shared_channel: false,
    event_context: w.ids.next('4-'),
  };
}

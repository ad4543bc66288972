/** The workspace in Slack's own words: the JSON of users, channels, messages and views. */
import { defined, type Json } from '../json.ts';
import type { Channel, Message, User, UserGroup, View } from './types.ts';
import type { Workspace } from './workspace.ts';

export function userJson(w: Workspace, user: User, withEmail: boolean): Json {
  return {
    id: user.id,
    team_id: w.app.teamId,
    name: user.name,
    deleted: user.deleted,
    real_name: user.realName,
    tz: user.tz,
    is_bot: user.isBot,
    is_restricted: user.isRestricted,
    is_ultra_restricted: false,
    is_app_user: false,
    profile: defined({
      real_name: user.realName,
      display_name: user.name,
      team: w.app.teamId,
      email: withEmail ? user.email : undefined,
      api_app_id: user.id === w.app.botUserId ? w.app.appId : undefined,
      bot_id: user.id === w.app.botUserId ? w.app.botId : undefined,
    }),
  };
}

export function channelJson(w: Workspace, channel: Channel): Json {
  const { kind } = channel;
  const bot = w.app.botUserId;
  if (kind === 'im') {
    const user = [...channel.members].find((m) => m !== bot) ?? bot;
    return { id: channel.id, created: channel.created, is_im: true, is_archived: false, user };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created: channel.created,
    creator: channel.creator,
    is_channel: kind === 'public',
    is_group: kind === 'private',
    is_im: false,
    is_mpim: kind === 'mpim',
    is_private: kind !== 'public',
    is_archived: channel.archived,
    is_general: channel.name === 'general',
    is_member: channel.members.has(bot),
    num_members: channel.members.size,
    topic: { value: channel.topic, creator: channel.creator, last_set: channel.created },
    purpose: { value: channel.purpose, creator: channel.creator, last_set: channel.created },
  };
}

/** Without `allMetadata` Slack shows only the type of a message's metadata. */
export function messageJson(w: Workspace, message: Message, allMetadata = false): Json {
  const replies = message.threadTs === undefined ? w.messages.replies(message.channel, message.ts) : [];
  const last = replies.at(-1);
  const { metadata } = message;
  return defined({
    type: 'message',
    subtype: message.subtype,
    user: message.user,
    bot_id: message.botId,
    app_id: message.botId === undefined ? undefined : w.app.appId,
    team: w.app.teamId,
    text: message.text,
    ts: message.ts,
    blocks: message.blocks.length > 0 ? message.blocks : undefined,
    attachments: message.attachments.length > 0 ? message.attachments : undefined,
    metadata: metadata === undefined || allMetadata ? metadata : { event_type: metadata.event_type },
    thread_ts: message.threadTs ?? (last ? message.ts : undefined),
    parent_user_id: message.threadTs ? w.messages.get(message.channel, message.threadTs)?.user : undefined,
    reply_count: last ? replies.length : undefined,
    reply_users_count: last ? new Set(replies.map((r) => r.user)).size : undefined,
    reply_users: last ? [...new Set(replies.map((r) => r.user))] : undefined,
    latest_reply: last?.ts,
    edited: message.edited,
    reactions:
      message.reactions.length > 0 ? message.reactions.map((r) => ({ ...r, count: r.users.length })) : undefined,
    pinned_to: w.channels.get(message.channel)?.pins.has(message.ts) ? [message.channel] : undefined,
  });
}

export function groupJson(w: Workspace, group: UserGroup, asked: { withUsers: boolean; withCount: boolean }): Json {
  return defined({
    id: group.id,
    team_id: w.app.teamId,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    date_delete: group.disabled ? 1 : 0,
    users: asked.withUsers ? group.users : undefined,
    user_count: asked.withCount ? group.users.length : undefined,
  });
}

export function viewJson(w: Workspace, view: View): Json {
  const c = view.content;
  const { appId, botId, teamId } = w.app;
  return {
    id: view.id,
    team_id: teamId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: c.private_metadata ?? '',
    callback_id: c.callback_id ?? '',
    state: { values: view.state },
    hash: view.hash,
    title: c.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: c.clear_on_close ?? false,
    notify_on_close: c.notify_on_close ?? false,
    close: c.close ?? null,
    submit: c.submit ?? null,
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: appId,
    external_id: c.external_id ?? '',
    app_installed_team_id: teamId,
    bot_id: botId,
  };
}

/** The bodies of deliveries, in the shapes Slack documents. */
import { defined, type Json } from '../json.ts';
import type { Channel, Message, View } from '../model/types.ts';
import { messageJson, viewJson } from '../model/wire.ts';
import type { Workspace } from '../model/workspace.ts';

/** Where the pieces that every payload has in common come from. */
export interface Origin {
  readonly workspace: Workspace;
  readonly user: string;
  /** Prefix of response URLs: the simulated Slack's own address. */
  readonly responseBase: string;
}

const shownName = (channel: Channel): string =>
  channel.kind === 'private' ? 'privategroup' : channel.kind === 'im' ? 'directmessage' : channel.name;

function common({ workspace: w, user }: Origin): Json {
  const name = w.people.get(user)?.name ?? user;
  return {
    team: { id: w.app.teamId, domain: w.app.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user, username: name, name, team_id: w.app.teamId },
    api_app_id: w.app.appId,
    token: w.app.verificationToken,
  };
}

export function commandPayload(o: Origin, channel: Channel, command: string, text: string): Json {
  const { app } = o.workspace;
  return {
    token: app.verificationToken,
    team_id: app.teamId,
    team_domain: app.teamDomain,
    channel_id: channel.id,
    channel_name: shownName(channel),
    user_id: o.user,
    user_name: o.workspace.people.get(o.user)?.name ?? o.user,
    command,
    text,
    api_app_id: app.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl(o, channel.id),
    trigger_id: o.workspace.tickets.trigger(o.user),
  };
}

/** A click or choice on a message. */
export function messageActionsPayload(o: Origin, message: Message, action: Json, state: Json): Json {
  const { workspace: w } = o;
  const channel = w.channel(message.channel);
  const ephemeral = message.onlyFor !== undefined;
  return defined({
    type: 'block_actions',
    ...common(o),
    container: defined({
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      thread_ts: message.threadTs,
    }),
    trigger_id: w.tickets.trigger(o.user),
    channel: { id: channel.id, name: shownName(channel) },
    // Slack does not keep ephemeral messages, so it cannot send them along.
    message: ephemeral ? undefined : messageJson(w, w.messages.get(channel.id, message.ts) ?? message),
    state: { values: state },
    response_url: responseUrl(o, channel.id, message),
    actions: [action],
  });
}

/** A click or choice in a modal or on the App Home. */
export function viewActionsPayload(o: Origin, view: View, action: Json): Json {
  return {
    type: 'block_actions',
    ...common(o),
    container: { type: 'view', view_id: view.id },
    trigger_id: o.workspace.tickets.trigger(o.user, view.id),
    view: viewJson(o.workspace, view),
    state: { values: view.state },
    actions: [action],
  };
}

export function submissionPayload(o: Origin, view: View): Json {
  return {
    type: 'view_submission',
    ...common(o),
    trigger_id: o.workspace.tickets.trigger(o.user, view.id),
    view: viewJson(o.workspace, view),
    response_urls: [],
  };
}

export function closedPayload(o: Origin, view: View, isCleared: boolean): Json {
  return { type: 'view_closed', ...common(o), view: viewJson(o.workspace, view), is_cleared: isCleared };
}

export function shortcutPayload(o: Origin, callbackId: string): Json {
  const { ids, tickets } = o.workspace;
  return {
    type: 'shortcut',
    ...common(o),
    callback_id: callbackId,
    trigger_id: tickets.trigger(o.user),
    action_ts: ids.ts(),
  };
}

export function messageShortcutPayload(o: Origin, message: Message, callbackId: string): Json {
  const { workspace: w } = o;
  const channel = w.channel(message.channel);
  return {
    ...shortcutPayload(o, callbackId),
    type: 'message_action',
    channel: { id: channel.id, name: shownName(channel) },
    message_ts: message.ts,
    message: messageJson(w, message),
    response_url: responseUrl(o, channel.id, message),
  };
}

/** A person types into an external select. */
export function suggestionPayload(
  o: Origin,
  where: Message | View,
  blockId: string,
  actionId: string,
  value: string,
): Json {
  const inView = 'content' in where;
  const place = inView
    ? { container: { type: 'view', view_id: where.id }, view: viewJson(o.workspace, where) }
    : {
        container: { type: 'message', message_ts: where.ts, channel_id: where.channel, is_ephemeral: false },
        channel: { id: where.channel, name: o.workspace.channel(where.channel).name },
        message: messageJson(o.workspace, where),
      };
  return { type: 'block_suggestion', ...common(o), ...place, action_id: actionId, block_id: blockId, value };
}

function responseUrl({ workspace: w, user, responseBase }: Origin, channel: string, message?: Message): string {
  const { ts, threadTs } = message ?? {};
  const ticket = { channel, user, ...(ts ? { messageTs: ts } : {}), ...(threadTs ? { threadTs } : {}) };
  return `${responseBase}${w.tickets.response(ticket)}`;
}

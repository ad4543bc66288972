/** conversations.* that make and change channels. */
import type { Json } from '../json.ts';
import { nameProblem } from '../model/channels.ts';
import { channelJson } from '../model/wire.ts';
import { joined, manageScopes, visible, writable } from './access.ts';
import { ApiError, type Call, type Method } from './method.ts';

const create: Method = {
  name: 'conversations.create',
  tier: 'tier2',
  scopes: ({ args }) => [args.bool('is_private') ? 'groups:write' : 'channels:manage'],
  run({ args, workspace: w }) {
    const name = args.string('name') ?? '';
    const problem = nameProblem(name);
    if (problem) throw new ApiError(problem);
    // Archived channels keep their names.
    if (w.channels.find(`#${name}`)) throw new ApiError('name_taken');
    const bot = w.app.botUserId;
    const channel = w.channels.add({ name, private: args.bool('is_private'), creator: bot, members: [bot] });
    return { channel: channelJson(w, channel) };
  },
};

const join: Method = {
  name: 'conversations.join',
  tier: 'tier3',
  scopes: ['channels:join'],
  run(call) {
    const { args, workspace: w } = call;
    const channel = visible(w, args.need('channel'));
    if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type');
    if (channel.archived) throw new ApiError('is_archived');
    const already = channel.members.has(w.app.botUserId);
    if (!already) enter(call, channel.id, w.app.botUserId);
    const warning = { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } };
    return { channel: channelJson(w, channel), ...(already ? warning : {}) };
  },
};

const invite: Method = {
  name: 'conversations.invite',
  tier: 'tier3',
  scopes: manageScopes('write.invites'),
  run(call) {
    const { args, workspace: w } = call;
    const channel = writable(w, args.need('channel'));
    const users = args.list('users');
    if (users.length === 0) throw new ApiError('no_user');
    const errors = users.flatMap((user) => {
      const error = inviteProblem(call, channel.members, user);
      return error ? [{ user, ok: false, error }] : [];
    });
    const first = errors[0];
    const good = users.filter((u) => !errors.some((e) => e.user === u));
    if (first && !(args.bool('force') && good.length > 0)) throw new ApiError(first.error, { errors });
    for (const user of good) enter(call, channel.id, user, w.app.botUserId);
    return { channel: channelJson(w, channel), ...(first ? { errors } : {}) };
  },
};

const open: Method = {
  name: 'conversations.open',
  tier: 'tier3',
  scopes: ({ args }) => [args.list('users').length > 1 ? 'mpim:write' : 'im:write'],
  run({ args, workspace: w }): Json {
    const id = args.string('channel');
    if (id) return { channel: channelJson(w, visible(w, id)) };
    const users = args.list('users');
    if (users.length === 0) throw new ApiError('users_list_not_supplied');
    if (users.length > 8) throw new ApiError('too_many_users');
    for (const u of users) {
      const user = w.people.get(u);
      if (!user) throw new ApiError('user_not_found');
      if (user.isBot) throw new ApiError('cannot_dm_bot');
      if (user.deleted) throw new ApiError('user_disabled');
    }
    const { channel, isNew } = w.channels.direct([w.app.botUserId, ...users]);
    const full = args.bool('return_im') ? channelJson(w, channel) : { id: channel.id };
    return { channel: full, ...(isNew ? {} : { no_op: true, already_open: true }) };
  },
};

const setTopic = setLine('conversations.setTopic', 'topic', 'write.topic');
const setPurpose = setLine('conversations.setPurpose', 'purpose');

const archive: Method = {
  name: 'conversations.archive',
  tier: 'tier2',
  scopes: manageScopes(),
  run({ args, workspace: w }) {
    const channel = visible(w, args.need('channel'));
    if (channel.archived) throw new ApiError('already_archived');
    joined(w, channel.id);
    if (channel.name === 'general') throw new ApiError('cant_archive_general');
    channel.archived = true;
    w.systemLine(channel.id, w.app.botUserId, 'channel_archive', 'archived the channel');
    return {};
  },
};

function setLine(name: string, what: 'topic' | 'purpose', narrow?: string): Method {
  return {
    name,
    tier: 'tier2',
    scopes: manageScopes(narrow),
    run({ args, workspace: w }) {
      const channel = writable(w, args.need('channel'));
      const line = args.string(what) ?? '';
      if (line.length > 250) throw new ApiError('too_long');
      if (channel[what] !== line) {
        channel[what] = line;
        w.systemLine(channel.id, w.app.botUserId, `channel_${what}`, `set the channel ${what}: ${line}`);
      }
      return { channel: channelJson(w, channel), [what]: line };
    },
  };
}

function inviteProblem({ workspace: w }: Call, members: ReadonlySet<string>, id: string): string | undefined {
  const user = w.people.get(id);
  if (!user) return 'user_not_found';
  if (id === w.app.botUserId) return 'cant_invite_self';
  if (user.deleted) return 'cant_invite';
  return members.has(id) ? 'already_in_channel' : undefined;
}

function enter(call: Call, channel: string, user: string, inviter?: string): void {
  call.workspace.channels.get(channel)?.members.add(user);
  call.workspace.systemLine(channel, user, 'channel_join', `<@${user}> has joined the channel`);
  call.announce({ kind: 'joined', channel, user, ...(inviter === undefined ? {} : { inviter }) });
}

export const conversationChanges: readonly Method[] = [create, join, invite, open, setTopic, setPurpose, archive];

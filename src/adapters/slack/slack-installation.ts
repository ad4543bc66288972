/** How the app is installed in a workspace: who it is, what it was granted, and whether channels and groups are there. */
import type { SlackApi } from './slack-api.ts';

export interface SlackLogin {
  readonly user: string;
  readonly name: string;
  readonly team: string;
  readonly teamName: string;
  /** Undefined when Slack did not tell. */
  readonly scopes: ReadonlySet<string> | undefined;
}

export interface ChannelState {
  readonly id: string;
  readonly archived: boolean;
  readonly member: boolean;
}

export interface GroupState {
  readonly handle: string;
  readonly disabled: boolean;
  readonly people: number;
}

const PAGES = 20;

export async function slackLogin(api: SlackApi): Promise<SlackLogin> {
  const told = await api.ask('auth.test', 'read', (c) => c.auth.test());
  const scopes = told.response_metadata?.scopes;
  return {
    user: told.user_id ?? '',
    name: told.user ?? '',
    team: told.team_id ?? '',
    teamName: told.team ?? '',
    scopes: scopes && new Set(scopes),
  };
}

/** Opens nothing: Slack only hands out an address, which lapses unused. Throws a Fault when the token is of no use. */
export async function socketModeWorks(api: SlackApi): Promise<void> {
  await api.ask('apps.connections.open', 'read', (c) => c.apps.connections.open({}));
}

/** Public channels by name, archived ones included; those that are not there are not in the answer. */
export async function channelStates(
  api: SlackApi,
  names: readonly string[],
): Promise<ReadonlyMap<string, ChannelState>> {
  const found = new Map<string, ChannelState>();
  let cursor = '';
  for (let n = 0; n < PAGES && found.size < names.length; n++) {
    const page = await api.ask('conversations.list', 'read', (c) =>
      c.conversations.list({ types: 'public_channel', limit: 1000, ...(cursor === '' ? {} : { cursor }) }),
    );
    for (const c of page.channels ?? []) {
      if (!c.id || !c.name || !names.includes(c.name)) continue;
      found.set(c.name, { id: c.id, archived: c.is_archived ?? false, member: c.is_member ?? false });
    }
    cursor = page.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return found;
}

/** User groups by id, disabled ones included. */
export async function groupStates(api: SlackApi): Promise<ReadonlyMap<string, GroupState>> {
  const { usergroups } = await api.ask('usergroups.list', 'read', (c) =>
    c.usergroups.list({ include_disabled: true, include_count: true }),
  );
  return new Map(
    (usergroups ?? []).flatMap((g) => {
      const state = { handle: g.handle ?? '', disabled: (g.date_delete ?? 0) > 0, people: Number(g.user_count ?? 0) };
      return g.id ? [[g.id, state] as const] : [];
    }),
  );
}

/** users.* and usergroups.*. */
import { groupJson, userJson } from '../model/wire.ts';
import { ApiError, type Call, type Method } from './method.ts';
import { page } from './paging.ts';

const seesEmail = ({ scopes }: Call): boolean => scopes.has('users:read.email');

const info: Method = {
  name: 'users.info',
  tier: 'tier4',
  scopes: ['users:read'],
  run(call) {
    const user = call.workspace.people.get(call.args.need('user'));
    if (!user) throw new ApiError('user_not_found');
    return { user: userJson(call.workspace, user, seesEmail(call)) };
  },
};

const list: Method = {
  name: 'users.list',
  tier: 'tier2',
  scopes: ['users:read'],
  run(call) {
    const { items, rest } = page(call.workspace.people.all(), call.args, 1000);
    return { members: items.map((u) => userJson(call.workspace, u, seesEmail(call))), ...rest };
  },
};

const lookupByEmail: Method = {
  name: 'users.lookupByEmail',
  tier: 'tier3',
  scopes: ['users:read.email'],
  run(call) {
    const user = call.workspace.people.byEmail(call.args.need('email'));
    if (!user) throw new ApiError('users_not_found');
    return { user: userJson(call.workspace, user, true) };
  },
};

const groups: Method = {
  name: 'usergroups.list',
  tier: 'tier2',
  scopes: ['usergroups:read'],
  run({ args, workspace: w }) {
    const shown = w.people.groups().filter((g) => !g.disabled || args.bool('include_disabled'));
    const withUsers = args.bool('include_users');
    const withCount = args.bool('include_count');
    return { usergroups: shown.map((g) => groupJson(w, g, { withUsers, withCount })) };
  },
};

const groupUsers: Method = {
  name: 'usergroups.users.list',
  tier: 'tier2',
  scopes: ['usergroups:read'],
  run: (call) => ({ users: groupOf(call).users }),
};

const updateGroup: Method = {
  name: 'usergroups.users.update',
  tier: 'tier2',
  scopes: ['usergroups:write'],
  run(call) {
    const { args, workspace: w } = call;
    const group = groupOf(call);
    const users = args.list('users');
    if (users.length === 0) throw new ApiError('no_users_provided');
    if (users.some((u) => !w.people.get(u) || w.people.get(u)?.deleted)) throw new ApiError('invalid_users');
    group.users = [...new Set(users)];
    return { usergroup: groupJson(w, group, { withUsers: true, withCount: true }) };
  },
};

function groupOf({ args, workspace: w }: Call) {
  const group = w.people.group(args.need('usergroup'));
  if (!group) throw new ApiError('no_such_subteam');
  return group;
}

export const people: readonly Method[] = [info, list, lookupByEmail, groups, groupUsers, updateGroup];

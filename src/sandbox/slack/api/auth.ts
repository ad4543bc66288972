/** auth.test and apps.connections.open: who the token is, and the door to Socket Mode. */
import type { Method } from './method.ts';

const test: Method = {
  name: 'auth.test',
  tier: 'unlimited',
  scopes: [],
  run({ workspace: { app, url } }) {
    return {
      url,
      team: app.teamDomain,
      user: app.name,
      team_id: app.teamId,
      user_id: app.botUserId,
      bot_id: app.botId,
      is_enterprise_install: false,
    };
  },
};

const connectionsOpen: Method = {
  name: 'apps.connections.open',
  tier: 'tier3',
  scopes: ['connections:write'],
  appToken: true,
  run: (call) => ({ url: call.socketUrl() }),
};

export const auth: readonly Method[] = [test, connectionsOpen];

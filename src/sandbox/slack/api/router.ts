/** `/api/<method>`: token, scope, rate limit, then the method. Slack answers 200 with `ok: false`, except 429. */
import type { SimReply, SimRequest } from '../../http/server.ts';
import { type Json, record, string } from '../json.ts';
import type { Workspace } from '../model/workspace.ts';
import { auth } from './auth.ts';
import { channelExtras } from './channel-extras.ts';
import { chat } from './chat.ts';
import { conversationChanges } from './conversation-changes.ts';
import { conversations } from './conversations.ts';
import { type Announcement, ApiError, Args, type Call, type Method } from './method.ts';
import { people } from './people.ts';
import type { RateLimiter } from './rate-limits.ts';
import { views } from './views.ts';

export const methods: readonly Method[] = [
  ...auth,
  ...chat,
  ...conversations,
  ...conversationChanges,
  ...channelExtras,
  ...people,
  ...views,
];

const byName = new Map(methods.map((m) => [m.name, m]));

export interface Tokens {
  /** Bot token (`xoxb-…`) and what it may do. */
  bot: string;
  scopes: ReadonlySet<string>;
  /** App-level token (`xapp-…`), for Socket Mode. */
  app: string;
}

export interface ApiOptions {
  readonly workspace: Workspace;
  readonly tokens: Tokens;
  readonly limiter: RateLimiter;
  announce(what: Announcement): void;
  socketUrl(): string;
}

export function answerApi(req: SimRequest, o: ApiOptions): SimReply {
  const name = req.path.replace('/api/', '');
  const raw = { ...Object.fromEntries(req.query), ...record(req.body) };
  const headers = {
    'x-slack-req-id': `${name}-${o.workspace.ids.ts()}`,
    'x-oauth-scopes': [...o.tokens.scopes].join(','),
  };
  const fail = (error: string, extra: Json = {}): SimReply => ({
    status: 200,
    headers,
    body: { ok: false, error, ...extra },
  });
  const method = byName.get(name);
  if (!method) return fail('unknown_method', { req_method: name });
  const refusal = checkToken(req, raw, method, o.tokens);
  if (refusal) return fail(refusal);
  const scopes = method.appToken ? new Set(['connections:write']) : o.tokens.scopes;
  const call: Call = { ...o, args: new Args(raw), scopes };
  const needed = typeof method.scopes === 'function' ? method.scopes(call) : method.scopes;
  if (needed.length > 0 && !needed.some((s) => scopes.has(s))) {
    return fail('missing_scope', { needed: needed[0], provided: [...scopes].join(',') });
  }
  const wait = o.limiter.take(method.tier, method.tier === 'posting' ? `${name} ${raw.channel}` : name);
  if (wait !== undefined) {
    return {
      status: 429,
      headers: { ...headers, 'retry-after': String(wait) },
      body: { ok: false, error: 'ratelimited' },
    };
  }
  try {
    return { status: 200, headers, body: { ok: true, ...method.run(call) } };
  } catch (e) {
    if (e instanceof ApiError) return fail(e.code, e.extra);
    throw e;
  }
}

function checkToken(req: SimRequest, raw: Json, method: Method, tokens: Tokens): string | undefined {
  const token = req.headers.authorization?.match(/^Bearer (.+)$/)?.[1] ?? string(raw.token);
  if (!token) return 'not_authed';
  if (token !== tokens.bot && token !== tokens.app) return 'invalid_auth';
  return (token === tokens.app) === (method.appToken === true) ? undefined : 'not_allowed_token_type';
}

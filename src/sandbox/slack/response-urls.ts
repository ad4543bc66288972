/** `/response/<id>`: what the app sends to a response URL, five times within half an hour. */
import type { SimReply, SimRequest } from '../http/server.ts';
import { ApiError } from './api/method.ts';
import { respond } from './deliver/responses.ts';
import { record } from './json.ts';
import type { Workspace } from './model/workspace.ts';

export const responsePath = '/response/';

export function answerResponseUrl(req: SimRequest, w: Workspace): SimReply {
  if (req.method !== 'POST') return { status: 405 };
  const ticket = w.tickets.respond(req.path.slice(responsePath.length));
  if (typeof ticket === 'string') return { status: 404, body: { ok: false, error: ticket } };
  try {
    respond(w, ticket, record(req.body));
    return { status: 200, body: 'ok' };
  } catch (e) {
    if (e instanceof ApiError) return { status: 400, body: { ok: false, error: e.code, ...e.extra } };
    throw e;
  }
}

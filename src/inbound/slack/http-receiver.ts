/** Slack over HTTP, as a plain request handler that shares its server with the other endpoints. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, Receiver } from '@slack/bolt';
import { process } from './commit-first.ts';
import type { Log } from './deps.ts';
import { isSslCheck, readPayload } from './payload.ts';
import { readBody } from './read-body.ts';
import { fresh, genuine, type SignatureCheck } from './signature.ts';

export const SLACK_PATH = '/slack/events';

export interface HttpReceiverOptions extends SignatureCheck {
  readonly log: Log;
  /** Bytes of a body. @default 65536 */
  readonly limit?: number;
  /** Milliseconds for a body to arrive. @default 5000 */
  readonly bodyWithin?: number;
}

export interface HttpReceiver extends Receiver {
  /** False when the address is not Slack's: the server goes on looking. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
}

function send(res: ServerResponse, status: number, body?: unknown, headers: Record<string, string> = {}): void {
  if (res.headersSent || res.destroyed) return;
  const text = body === undefined || body === '' ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type =
    typeof body === 'string' || text === '' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
  res.end(text);
}

/** The rest of the body is not wanted: answer, then hang up. */
function refuse(req: IncomingMessage, res: ServerResponse, status: number): void {
  res.once('finish', () => req.destroy());
  send(res, status, undefined, { connection: 'close' });
}

export function createHttpReceiver(o: HttpReceiverOptions): HttpReceiver {
  if (o.secrets.length === 0 || o.secrets.some((s) => s.length < 16)) {
    throw new Error('the Slack signing secret is missing or too short: copy it from "Basic Information" of the app');
  }
  let app: App | undefined;
  const limit = o.limit ?? 65_536;

  /** A database that was set right, or replaced, has another time than we last heard: ask before a request is thrown away. */
  async function inTime({ headers }: IncomingMessage): Promise<boolean> {
    if (fresh(o, headers)) return true;
    await o.readClock?.().catch(() => {});
    return fresh(o, headers);
  }

  async function receive(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.method !== 'POST') {
      req.resume();
      return send(res, 405, undefined, { allow: 'POST' });
    }
    const read = await readBody(req, { limit, within: o.bodyWithin ?? 5_000 });
    if ('status' in read) return refuse(req, res, read.status);
    const type = req.headers['content-type'];
    if (isSslCheck(read.raw, type)) return send(res, 200);
    if (!(genuine(o, req.headers, read.raw) && (await inTime(req)))) {
      o.log.debug({ from: req.socket.remoteAddress }, 'a request to the Slack endpoint was not signed by Slack');
      return send(res, 401);
    }
    const encoding = req.headers['content-encoding'];
    const body = encoding && encoding !== 'identity' ? undefined : readPayload(read.raw, type);
    if (!body) return send(res, 400);
    if (body.type === 'url_verification') {
      return typeof body.challenge === 'string' ? send(res, 200, { challenge: body.challenge }) : send(res, 400);
    }
    if (!app) return send(res, 503);
    await process(
      app,
      { body },
      { ok: (answer) => send(res, 200, answer), again: () => send(res, 503, undefined, { 'retry-after': '5' }) },
      2_900,
    );
  }

  return {
    init(bolt) {
      app = bolt;
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    async handle(req, res) {
      // Compared as sent: nothing is decoded or normalised, so there is no second spelling of the address.
      if ((req.url ?? '').split('?')[0] !== SLACK_PATH) return false;
      try {
        await receive(req, res);
      } catch (error) {
        o.log.error({ err: error }, 'the Slack endpoint failed');
        send(res, 500);
      }
      return true;
    },
  };
}

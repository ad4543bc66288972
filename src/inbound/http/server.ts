/** One port for everything: Slack's requests, PagerDuty's webhooks, health and metrics. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, SenderGone } from './http.ts';

/** The address cannot be listened on; the text says which and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

export type Route = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

export interface Health {
  readonly ok: boolean;
  /** What is wrong, by part; no titles, no secrets. */
  readonly parts: Readonly<Record<string, string>>;
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  /** Exact paths. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Asked first; true when it took the request. */
  readonly slack?: (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;
  readonly ready: () => Promise<Health>;
  readonly metrics: () => Promise<string>;
  readonly log: { error(fields: object, text: string): void };
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function startServer(o: ServerOptions): Promise<RunningServer> {
  const routes: Record<string, Route> = {
    '/healthz': looking((_req, res) => answer(res, 200, { ok: true })),
    '/readyz': looking(async (_req, res) => {
      const health = await o.ready();
      answer(res, health.ok ? 200 : 503, health);
    }),
    '/metrics': looking(async (_req, res) =>
      answer(res, 200, await o.metrics(), 'text/plain; version=0.0.4; charset=utf-8'),
    ),
    ...o.routes,
  };
  let closing = false;
  const server = http.createServer({ requestTimeout: 15_000, headersTimeout: 10_000 }, (req, res) => {
    // A connection that is kept alive would hold up the stop for seconds after its last answer.
    res.once('finish', () => closing && setImmediate(() => server.closeIdleConnections()));
    void (async () => {
      try {
        if (o.slack && (await o.slack(req, res))) return;
        const path = (req.url ?? '/').split('?')[0] ?? '/';
        const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
        if (route) await route(req, res);
        else answer(res, 404, { error: 'nothing here' });
      } catch (err) {
        if (err instanceof SenderGone) return void res.destroy();
        o.log.error({ err }, 'a request failed');
        if (!res.headersSent) answer(res, 500, { error: 'failed; it is in the log' });
        else res.destroy();
      }
    })();
  });
  await new Promise<void>((ok, no) => server.once('error', no).listen(o.port, o.host, ok)).catch((cause: Error) => {
    throw new ListenError(`Cannot listen on ${o.host}:${o.port}: ${cause.message}. Look at PORT and HOST.`, { cause });
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      closing = true;
      const closed = new Promise((r) => server.close(r));
      const limit = setTimeout(() => server.closeAllConnections(), 3_000);
      await closed;
      clearTimeout(limit);
    },
  };
}

const looking =
  (route: Route): Route =>
  (req, res) =>
    req.method === 'GET' || req.method === 'HEAD' ? route(req, res) : answer(res, 405, { error: 'GET only' });

/** One simulated vendor's HTTP server: ledger first, faults next, then the handler. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';

export interface SimRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly raw: Buffer;
  /** JSON when it parses as JSON, fields when form-encoded, text otherwise; undefined when empty. */
  readonly body: unknown;
  /** Aborted when the caller went away. */
  readonly closed: AbortSignal;
}

export type SimReply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  /** A long answer written piece by piece (log follow, watch). */
  | { readonly status: number; readonly headers?: Record<string, string>; readonly stream: AsyncIterable<string> };

export interface SimServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface SimServerOptions {
  readonly name: string;
  readonly port?: number;
  readonly ledger: Ledger;
  readonly faults: Faults;
  handle(req: SimRequest): Promise<SimReply> | SimReply;
  upgrade?(req: http.IncomingMessage, socket: Duplex, head: Buffer): void;
}

function parse(raw: Buffer, type: string): unknown {
  if (raw.length === 0) return undefined;
  const text = raw.toString('utf8');
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The body of an answer as it goes over the wire; undefined when there is none, or when it is a stream. */
function textOf(reply: SimReply): string | undefined {
  if ('stream' in reply || reply.body === undefined) return undefined;
  return typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
}

async function send(res: http.ServerResponse, reply: SimReply, text: string | undefined): Promise<void> {
  if ('stream' in reply) {
    res.writeHead(reply.status, reply.headers);
    for await (const piece of reply.stream) if (!res.write(piece)) await new Promise((r) => res.once('drain', r));
    res.end();
    return;
  }
  const json = reply.body !== undefined && typeof reply.body !== 'string';
  const headers = { ...(json ? { 'content-type': 'application/json' } : {}), ...reply.headers };
  res.writeHead(reply.status, headers);
  res.end(text);
}

export async function startSimServer(o: SimServerOptions): Promise<SimServer> {
  const server = http.createServer(async (req, res) => {
    const parts: Buffer[] = [];
    try {
      for await (const p of req) parts.push(p as Buffer);
    } catch {
      // The caller died while sending: there is nobody to answer and nothing whole to write down.
      return;
    }
    const raw = Buffer.concat(parts);
    const url = new URL(req.url ?? '/', 'http://sim');
    const method = req.method ?? 'GET';
    const body = parse(raw, req.headers['content-type'] ?? '');
    const path = decodeURIComponent(url.pathname);
    const entry = o.ledger.write({ server: o.name, method, path, query: Object.fromEntries(url.searchParams), body });
    const fault = o.faults.take(o.name, `${method} ${path}`);
    if (fault) entry.fault = fault.kind;
    // A vendor dates its answers by its own clock, which is the world's.
    res.setHeader('date', new Date(o.ledger.now()).toUTCString());
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const cut = () => {
      o.ledger.settle(entry, 0);
      req.socket.destroy();
    };
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') return cut();
    if (fault?.kind === 'delay') await new Promise((r) => setTimeout(r, fault.ms));
    let reply: SimReply;
    try {
      reply =
        fault?.kind === 'status'
          ? { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' }
          : await o.handle({
              method,
              path,
              query: url.searchParams,
              headers: req.headers,
              raw,
              body,
              closed: gone.signal,
            });
    } catch (e) {
      reply = { status: 500, body: { error: String(e instanceof Error ? e.stack : e) } };
    }
    if (fault?.kind === 'lostReply') return cut();
    if (fault?.kind === 'beforeReply') await fault.meanwhile();
    const text = textOf(reply);
    o.ledger.settle(entry, reply.status, text);
    await send(res, reply, text).catch(cut);
  });
  if (o.upgrade) server.on('upgrade', o.upgrade);
  await new Promise<void>((ok, no) => server.once('error', no).listen(o.port ?? 0, '127.0.0.1', ok));
  const port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async close() {
      server.closeAllConnections();
      await new Promise((r) => server.close(r));
    },
  };
}

/** Socket Mode: one-time addresses, up to ten connections, envelopes out and acks in. */
import type http from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isRecord, type Json, parseJson, string } from '../json.ts';

const mostConnections = 10;
const pingEveryMs = 10_000;

/** How one envelope ended. */
export type Ending =
  | { readonly kind: 'acked'; readonly payload: unknown }
  | { readonly kind: 'timeout' | 'socket_closed' | 'no_socket' };

export interface Envelope {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Json;
  readonly accepts_response_payload: boolean;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

interface Waiting {
  readonly socket: WebSocket;
  end(ending: Ending): void;
}

export class SocketHub {
  readonly #appId: string;
  readonly #server = new WebSocketServer({ noServer: true });
  /** Connections that said hello and were not asked to leave, the least recently used first. */
  readonly #live = new Set<WebSocket>();
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #newcomers = new Set<() => void>();
  readonly #pinger: NodeJS.Timeout;
  #n = 0;

  constructor(appId: string) {
    this.#appId = appId;
    this.#pinger = setInterval(() => {
      for (const s of this.#live) s.ping();
    }, pingEveryMs);
    this.#pinger.unref();
  }

  get connections(): number {
    return this.#live.size;
  }

  /** The query of a fresh one-time address. */
  ticket(): string {
    const ticket = `${this.#appId}-${++this.#n}-${Math.random().toString(36).slice(2)}`;
    this.#tickets.add(ticket);
    return new URLSearchParams({ ticket, app_id: this.#appId }).toString();
  }

  upgrade(req: http.IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(req.url ?? '/', 'ws://sim').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(req, socket, head, (ws) => this.#welcome(ws));
  }

  /** Sends one envelope over one connection. */
  send(envelope: Envelope, timeoutMs: number): Promise<Ending> {
    const socket = this.#next();
    if (!socket) return Promise.resolve({ kind: 'no_socket' });
    const id = `${this.#appId}-env-${++this.#n}`;
    return new Promise((done) => {
      const timer = setTimeout(() => waiting.end({ kind: 'timeout' }), timeoutMs);
      const waiting: Waiting = {
        socket,
        end: (ending) => {
          clearTimeout(timer);
          this.#waiting.delete(id);
          done(ending);
        },
      };
      this.#waiting.set(id, waiting);
      socket.send(JSON.stringify({ envelope_id: id, ...envelope }));
    });
  }

  /** Resolves when a connection is there; false when none came in time. */
  connected(withinMs: number): Promise<boolean> {
    if (this.#live.size > 0) return Promise.resolve(true);
    return new Promise((done) => {
      const arrived = () => {
        clearTimeout(timer);
        this.#newcomers.delete(arrived);
        done(this.#live.size > 0);
      };
      const timer = setTimeout(arrived, withinMs);
      this.#newcomers.add(arrived);
    });
  }

  /** Asks every connection to leave and come back, as Slack does every few hours. */
  refresh(reason: 'refresh_requested' | 'warning' | 'link_disabled' = 'refresh_requested'): void {
    for (const s of [...this.#live]) {
      if (reason !== 'warning') this.#live.delete(s);
      s.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'wss-sandbox' } }));
    }
  }

  /** Cuts connections without a word: all, or the one that was sent the newest envelope. */
  drop(which: 'all' | 'newest' = 'all'): void {
    const newest = [...this.#live].at(-1);
    for (const s of this.#server.clients) if (which === 'all' || s === newest) s.terminate();
  }

  close(): void {
    clearInterval(this.#pinger);
    for (const w of [...this.#waiting.values()]) w.end({ kind: 'socket_closed' });
    for (const arrived of [...this.#newcomers]) arrived();
    this.drop();
    this.#server.close();
  }

  #next(): WebSocket | undefined {
    const socket = [...this.#live].find((s) => s.readyState === s.OPEN);
    if (socket) {
      this.#live.delete(socket);
      this.#live.add(socket);
    }
    return socket;
  }

  #welcome(ws: WebSocket): void {
    ws.on('error', () => ws.terminate());
    ws.on('close', () => {
      this.#live.delete(ws);
      for (const w of [...this.#waiting.values()]) if (w.socket === ws) w.end({ kind: 'socket_closed' });
    });
    ws.on('message', (data) => {
      const ack = parseJson(data.toString());
      if (!isRecord(ack)) return;
      const empty = isRecord(ack.payload) && Object.keys(ack.payload).length === 0;
      this.#waiting
        .get(string(ack.envelope_id) ?? '')
        ?.end({ kind: 'acked', payload: empty ? undefined : ack.payload });
    });
    const debug_info = { host: 'wss-sandbox', build_number: 1, approximate_connection_time: 18_060 };
    if (this.#live.size >= mostConnections) {
      ws.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info }));
      ws.close();
      return;
    }
    this.#live.add(ws);
    ws.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#live.size,
        connection_info: { app_id: this.#appId },
        debug_info,
      }),
    );
    for (const arrived of [...this.#newcomers]) arrived();
  }
}

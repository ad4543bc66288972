/** The simulated Slack without an SDK: plain calls, a bare WebSocket, and an app that answers as it is told. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { appToken, botToken, type SlackWorld } from './slack-world.ts';

export type Said = Readonly<Record<string, unknown>>;

/** One Web API call as a form; what came back, as it came. */
export async function callRaw(
  { slack }: SlackWorld,
  method: string,
  fields: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${botToken}` },
) {
  const answer = await fetch(`${slack.url}${method}`, { method: 'POST', headers, body: new URLSearchParams(fields) });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Said };
}

/** A POST to a response URL. */
export async function respondTo(url: string, body: object): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

export interface RawSocket {
  /** The next message, in order. */
  next(): Promise<Said>;
  ack(envelope: Said, payload?: object): void;
  /** Resolves with the close, or the refusal to connect. */
  readonly ended: Promise<string>;
  close(): void;
}

export async function socketAddress(world: SlackWorld): Promise<string> {
  const { body } = await callRaw(world, 'apps.connections.open', {}, { authorization: `Bearer ${appToken}` });
  return String(body.url);
}

export function rawSocket(url: string): RawSocket {
  const ws = new WebSocket(url);
  const kept: Said[] = [];
  const waiting: ((m: Said) => void)[] = [];
  ws.on('message', (data) => {
    const message = JSON.parse(String(data)) as Said;
    const first = waiting.shift();
    if (first) first(message);
    else kept.push(message);
  });
  const ended = new Promise<string>((resolve) => {
    ws.once('error', (e) => resolve(e.message));
    ws.once('close', (code) => resolve(`closed ${code}`));
  });
  return {
    next() {
      const message = kept.shift();
      return message ? Promise.resolve(message) : new Promise((resolve) => waiting.push(resolve));
    },
    ack: (envelope, payload) =>
      ws.send(JSON.stringify({ envelope_id: envelope.envelope_id, ...(payload ? { payload } : {}) })),
    ended,
    close: () => ws.terminate(),
  };
}

export interface ToyApp {
  readonly requests: { readonly headers: http.IncomingHttpHeaders; readonly body: string }[];
  readonly url: string;
  close(): Promise<void>;
}

/** An app that answers as it is told and remembers what it was sent. */
export async function toyApp(answer: (n: number, res: http.ServerResponse) => void): Promise<ToyApp> {
  const requests: { headers: http.IncomingHttpHeaders; body: string }[] = [];
  const server = http.createServer(async (req, res) => {
    let body = '';
    for await (const part of req) body += part;
    requests.push({ headers: req.headers, body });
    answer(requests.length, res);
  });
  await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
  return {
    requests,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    async close() {
      server.closeAllConnections();
      await new Promise((r) => server.close(r));
    },
  };
}

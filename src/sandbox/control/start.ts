/** Starts the control API and the page on one local address, and makes the first world behind it. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerApi } from './answer-api.ts';
import { controlApiMarkdown } from './docs.ts';
import { guard, pageHeaders } from './guard.ts';
import { Live } from './live.ts';
import { Problem } from './problem.ts';
import type { RigMaker } from './rig.ts';
import { pageFile } from './serve-page.ts';
import { Worlds } from './worlds.ts';

export interface ControlOptions {
  readonly maker: RigMaker;
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  /** Folder with main.js and main.css. */
  readonly assets: string;
  /** Told of what goes wrong inside. */
  readonly print?: (line: string) => void;
}

export interface Control {
  /** What to open in a browser. */
  readonly url: string;
  readonly port: number;
  /** Resolves when the first world stands; rejects when it could not be made. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export async function startControl(o: ControlOptions): Promise<Control> {
  const worlds = new Worlds(o.maker);
  const print = o.print ?? (() => {});
  const live = new Live(worlds, print);

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(pageHeaders)) res.setHeader(name, value);
    const url = new URL(req.url ?? '/', 'http://localhost');
    res.setHeader('cache-control', url.pathname.startsWith('/api/') ? 'no-store' : 'no-cache');
    guard(req);
    if (url.pathname === '/api/live' && req.method === 'GET') {
      const [as, channel] = [url.searchParams.get('as') ?? '', url.searchParams.get('channel') ?? ''];
      live.open(req, res, { as, channel });
      return;
    }
    if (url.pathname === '/api' && req.method === 'GET') {
      res.writeHead(200, { 'content-type': 'text/markdown; charset=utf-8' });
      res.end(`${controlApiMarkdown()}\n`);
      return;
    }
    const file = req.method === 'POST' ? undefined : await pageFile(url.pathname, o.assets);
    if (file) {
      res.writeHead(200, { 'content-type': file.type });
      res.end(file.body);
      return;
    }
    sendJson(res, 200, await answerApi(req, url, worlds));
  };

  const server = http.createServer((req, res) => {
    answer(req, res).catch((e: unknown) => refuse(res, e, print));
  });
  // A jump of the clock may take a minute, a new world as long.
  server.requestTimeout = 0;
  await new Promise<void>((ok, no) => server.once('error', no).listen(o.port, o.host, ok));
  const { port } = server.address() as AddressInfo;
  const ready = worlds.renew();
  ready.catch(() => {});
  return {
    url: `http://localhost:${port}`,
    port,
    ready,
    async close() {
      live.close();
      server.closeAllConnections();
      await new Promise((r) => server.close(r));
      await worlds.close();
    },
  };
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(body));
}

function refuse(res: ServerResponse, e: unknown, print: (line: string) => void): void {
  // Whoever asked went away: there is nobody to tell.
  if (res.destroyed) return;
  if (e instanceof Problem) {
    // What is left of a body that was too large must not be taken for the next request.
    if (e.status === 413) res.setHeader('connection', 'close');
    sendJson(res, e.status, { error: { message: e.message, ...(e.where ? { where: e.where } : {}) } });
    return;
  }
  const text = e instanceof Error ? e.message : String(e);
  print(`The sandbox made a mistake: ${e instanceof Error ? (e.stack ?? text) : text}`);
  sendJson(res, 500, { error: { message: `The sandbox made a mistake: ${text}` } });
}

/** What a story gives, as a server: web addresses, Prometheus, and what programs say when they are started. */

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fault } from '../../../ports/fault.ts';
import { Answers, type InTime } from '../../runbook-test/given/answer.ts';
import { Calls, type Moment } from '../../runbook-test/given/calls.ts';
import type { Given } from '../../runbook-test/test-file.ts';

type Of<K extends 'web' | 'metrics' | 'commands'> =
  Given[K] extends Readonly<Record<string, InTime<infer A>>> ? A : never;

export interface AnswersServer {
  readonly url: string;
  /** Changing requests and started programs, in order. */
  readonly calls: readonly string[];
  /** What was asked and has no answer. */
  readonly unanswered: () => readonly string[];
  close(): Promise<void>;
}

/** `prometheus`: who is asked what the story gives no answer for. `passed`: milliseconds of the world's time since the story began. */
export async function startAnswers(given: Given, prometheus: string, passed: () => number): Promise<AnswersServer> {
  const calls = new Calls();
  const moment: Moment = { passed, calls };
  const web = new Answers<Of<'web'>>('web', given.web, moment);
  const metrics = new Answers<Of<'metrics'>>('metrics', given.metrics, moment);
  const commands = new Answers<Of<'commands'>>('commands', given.commands, moment);

  async function page(req: http.IncomingMessage, res: http.ServerResponse, url: string, body: string): Promise<void> {
    const is = web.to(`${req.method} ${url}`);
    if (req.method !== 'GET' && req.method !== 'HEAD') calls.note(`${req.method} ${url}${body ? ` ${body}` : ''}`);
    if (!('status' in is)) {
      req.socket.destroy();
      return;
    }
    const json = /^\s*[[{]/.test(is.body);
    res.writeHead(is.status, { 'content-type': json ? 'application/json' : 'text/plain' }).end(is.body);
  }

  async function query(res: http.ServerResponse, req: http.IncomingMessage, body: string): Promise<void> {
    const asked =
      new URLSearchParams(body).get('query') ?? new URL(req.url ?? '', 'http://x').searchParams.get('query') ?? '';
    if (!metrics.has(asked)) {
      const path = (req.url ?? '').replace(/^\/prometheus/, '');
      const type = req.headers['content-type'];
      const init = {
        method: req.method ?? 'GET',
        ...(body ? { body, ...(type ? { headers: { 'content-type': type } } : {}) } : {}),
      };
      const there = await fetch(prometheus + path, init);
      res.writeHead(there.status, { 'content-type': 'application/json' }).end(await there.text());
      return;
    }
    const is = metrics.to(asked);
    const now = Date.now() / 1000;
    const series = typeof is === 'number' ? [{ value: is }] : is;
    const result = series.map(({ value, ...metric }) => ({ metric, value: [now, String(value)] }));
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
  }

  function program(res: http.ServerResponse, body: string): void {
    const { name, argv } = JSON.parse(body) as { name: string; argv: readonly string[] };
    const said = argv.join(' ');
    const is = commands.has(name) ? commands.to(name) : commands.beginning(said);
    calls.note(said);
    const ended = typeof is === 'string' ? { exit: 0, output: is, errors: '' } : is;
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ended));
  }

  const server = http.createServer((req, res) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const p of req) parts.push(p as Buffer);
      const body = Buffer.concat(parts).toString('utf8');
      const [, door = '', host = '', rest = ''] = /^\/([a-z]+)\/?([^/]*)(.*)$/.exec(req.url ?? '') ?? [];
      if (door === 'web') await page(req, res, `https://${host}${rest}`, body);
      else if (door === 'prometheus') await query(res, req, body);
      else if (door === 'program') program(res, body);
      else res.writeHead(404).end();
    })().catch((e: unknown) => {
      res.writeHead(e instanceof Fault ? 404 : 500).end(e instanceof Error ? e.message : String(e));
    });
  });
  await new Promise<void>((ok, no) => server.once('error', no).listen(0, '127.0.0.1', ok));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: calls.lines,
    unanswered: () => [web, metrics, commands].flatMap((a) => a.unanswered),
    async close() {
      server.closeAllConnections();
      await new Promise((r) => server.close(r));
    },
  };
}

/** What stands before several bots: takes what Slack and PagerDuty send and hands it to one that runs, turn by turn. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Front {
  readonly port: number;
  close(): Promise<void>;
}

export async function startFront(ports: () => readonly number[]): Promise<Front> {
  let turn = 0;
  const server = http.createServer(async (req, res) => {
    const parts: Buffer[] = [];
    try {
      for await (const p of req) parts.push(p as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(parts);
    const tried = new Set<number>();
    const hand = () => {
      const open = ports().filter((p) => !tried.has(p));
      turn += 1;
      const port = open[turn % Math.max(open.length, 1)];
      if (port === undefined) {
        res.writeHead(503).end();
        return;
      }
      tried.add(port);
      const onward = http.request({
        host: '127.0.0.1',
        port,
        method: req.method,
        path: req.url,
        headers: { ...req.headers, connection: 'close' },
        agent: false,
      });
      onward.on('error', (e: NodeJS.ErrnoException) => {
        // Nobody listened, so nobody heard it: the next one may. After that it may have been heard, and the caller decides.
        if (e.code === 'ECONNREFUSED') hand();
        else if (res.headersSent) res.destroy();
        else res.writeHead(502).end();
      });
      onward.on('response', (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      });
      onward.end(body);
    };
    hand();
  });
  await new Promise<void>((ok, no) => server.once('error', no).listen(0, '127.0.0.1', ok));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((r) => server.close(r));
    },
  };
}

/** Between our processes and one simulated vendor: sees every request of each of them, before, meanwhile and after. */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Boundaries } from './boundaries.ts';

export interface VendorProxy {
  readonly url: string;
  /** `address` as it is reached through here. */
  through(address: string): string;
  close(): Promise<void>;
}

/** Names of pods and the like: which one is meant is chance. */
const CHANCE = /(\/pods\/)[^/?]+/;

export async function startVendorProxy(o: {
  readonly name: string;
  readonly to: string;
  readonly boundaries: Boundaries;
  readonly pidOf: (socket: Socket) => number | undefined;
}): Promise<VendorProxy> {
  const target = new URL(o.to);
  const pids = new WeakMap<Socket, number | undefined>();
  const server = http.createServer(async (req, res) => {
    const parts: Buffer[] = [];
    try {
      for await (const p of req) parts.push(p as Buffer);
    } catch {
      return; // the caller died while sending
    }
    const pid = pids.get(req.socket);
    const path = (req.url ?? '/').split('?')[0]?.replace(CHANCE, '$1*');
    const b = o.boundaries.begin(pid, 'request', `${o.name} ${req.method} ${path}`);
    if ((await o.boundaries.at(b, 'before')) === 'cut') return void req.socket.destroy();
    const onward = http.request({
      host: target.hostname,
      port: target.port,
      method: req.method,
      path: req.url,
      headers: { ...req.headers, connection: 'close' },
      agent: false,
    });
    // A vendor that cuts the connection cuts it for the caller.
    onward.on('error', () => req.socket.destroy());
    res.on('close', () => onward.destroy());
    onward.on('response', async (answer) => {
      const body: Buffer[] = [];
      try {
        for await (const p of answer) body.push(p as Buffer);
      } catch {
        return void req.socket.destroy();
      }
      if ((await o.boundaries.at(b, 'received')) === 'cut') return void req.socket.destroy();
      const { 'transfer-encoding': _chunks, connection: _connection, ...headers } = answer.headers;
      const whole = Buffer.concat(body);
      res.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': whole.length });
      res.end(whole, () => void o.boundaries.at(b, 'replied'));
    });
    onward.end(Buffer.concat(parts));
  });
  server.on('connection', (socket) => pids.set(socket, o.pidOf(socket)));
  // As the simulated servers themselves: a connection that idles is the caller's to end.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((ok, no) => server.once('error', no).listen(0, '127.0.0.1', ok));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    through(address) {
      const u = new URL(address);
      const here = new URL(url);
      u.host = here.host;
      return u.href;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((r) => server.close(r));
    },
  };
}

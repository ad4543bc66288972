/** Stands between a process and a server, and can be gone or silent as a server can. */
import net from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** `url` with the address of the proxy in it. */
  through(url: string): string;
  /** Connections break and new ones are refused. */
  cut(): Promise<void>;
  /** Connections stand, new ones are taken, and nothing passes any more. */
  freeze(): void;
  /** Connections that stand fall silent for ever, without an end; new ones work: a failover, seen from a client. */
  strand(): void;
  /** The next request with these words in it arrives; instead of its reply, its connection breaks. */
  loseReplyTo(words: string): void;
  /** As if nothing had been. What came in while frozen is lost with its connection. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

export async function startProxy(to: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [net.Socket, net.Socket]>();
  const stranded = new Set<net.Socket>();
  let frozen = false;
  let losing: string | undefined;
  const server = net.createServer((near) => {
    const far = net.connect(to);
    const pair = [near, far] as const;
    pairs.add(pair);
    near.on('data', (d: Buffer) => {
      if (losing === undefined || !d.includes(losing)) return;
      losing = undefined;
      // What has happened has been said by now: the reply is on its way.
      far.removeAllListeners('data').once('data', () => drop([pair]));
    });
    for (const [from, into] of [pair, [far, near] as const]) {
      from.on('data', (d) => frozen || stranded.has(from) || into.write(d));
      from.on('error', () => {});
      from.on('close', () => {
        pairs.delete(pair);
        if (!frozen && !stranded.has(into)) into.destroy();
      });
    }
  });
  const listen = (port: number) =>
    new Promise<number>((ok, no) => {
      server.once('error', no).listen(port, '127.0.0.1', () => ok((server.address() as net.AddressInfo).port));
    });
  const drop = (which: Iterable<readonly [net.Socket, net.Socket]>) => {
    for (const pair of which) for (const s of pair) s.destroy();
  };
  const cut = () =>
    new Promise<void>((r) => {
      server.close(() => r());
      drop(pairs);
    });
  const port = await listen(0);
  return {
    port,
    through(url) {
      const u = new URL(url);
      u.hostname = '127.0.0.1';
      u.port = String(port);
      return u.href;
    },
    cut,
    freeze() {
      frozen = true;
    },
    strand() {
      for (const [near, far] of pairs) {
        stranded.add(near);
        far.destroy();
      }
    },
    loseReplyTo(words) {
      losing = words;
    },
    async restore() {
      if (frozen) drop(pairs);
      frozen = false;
      if (!server.listening) await listen(port);
    },
    async close() {
      for (const s of stranded) s.destroy();
      if (server.listening) await cut();
    },
  };
}

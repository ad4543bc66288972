/** TLS in front of a plain local server: pdjs insists on https, and a private certificate authority wants testing. */
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';

export interface TlsFront {
  readonly url: string;
  close(): Promise<void>;
}

export async function startTlsFront(identity: { cert: string; key: string }, to: number): Promise<TlsFront> {
  const open = new Set<net.Socket>();
  const server = tls.createServer(identity, (caller) => {
    const plain = net.connect(to, '127.0.0.1');
    for (const [one, other] of [
      [caller, plain],
      [plain, caller],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.on('tlsClientError', (_, socket) => socket.destroy());
  await new Promise<void>((ok, no) => server.once('error', no).listen(0, '127.0.0.1', ok));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

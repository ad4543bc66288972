/**
 * Between our processes and PostgreSQL: sees every commit and every claim of each of them, and can hold it, cut it, or let it
 * happen and lose the reply.
 */
import net from 'node:net';
import type { Boundaries, Boundary, BoundaryKind } from './boundaries.ts';
import { Frames, rowsOf, statementOf } from './postgres-messages.ts';

export interface PostgresProxy {
  readonly port: number;
  through(url: string): string;
  /** Breaks the connections that stand. */
  cut(): void;
  /** Nothing passes any more, though connections stand, until `thaw`. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** The statements that change the record, by the names they are prepared under. */
const KINDS: Readonly<Record<string, BoundaryKind>> = {
  engine_write: 'commit',
  engine_claim_due: 'claim',
  engine_claim_lanes: 'claim',
};

export async function startPostgresProxy(o: {
  readonly to: { readonly host: string; readonly port: number };
  readonly boundaries: Boundaries;
  readonly pidOf: (socket: net.Socket) => number | undefined;
}): Promise<PostgresProxy> {
  const pairs = new Set<readonly [net.Socket, net.Socket]>();
  let frozen = false;
  const server = net.createServer((near) => {
    near.setNoDelay(true);
    const far = net.connect({ ...o.to, noDelay: true });
    const pair = [near, far] as const;
    pairs.add(pair);
    const pid = o.pidOf(near);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const s of pair) s.on('error', () => {}).on('close', end);

    const asked = new Frames(true);
    const answered = new Frames(false);
    /** The statement under way, while it is one that changes the record. */
    let kind: BoundaryKind | undefined;
    let boundary: Boundary | undefined;
    let rows = 0;
    let request: Buffer[] = [];
    let reply: Buffer[] = [];

    const send = async (bytes: Buffer) => {
      if (kind === 'commit') {
        boundary = o.boundaries.begin(pid, kind, kind);
        if ((await o.boundaries.at(boundary, 'before')) === 'cut') return end();
      }
      far.write(bytes);
    };
    let sending = Promise.resolve();
    near.on('data', (chunk) => {
      if (frozen) return;
      for (const frame of asked.take(chunk)) {
        if (frame.type === 'B') kind = KINDS[statementOf(frame)];
        request.push(frame.bytes);
        // What comes between two syncs belongs together; everything else goes on at once.
        if (kind !== undefined && frame.type !== 'S') continue;
        const bytes = Buffer.concat(request);
        request = [];
        sending = sending.then(() => send(bytes));
      }
    });

    const give = async (bytes: Buffer) => {
      if (kind === 'claim' && rows > 0) boundary = o.boundaries.begin(pid, kind, kind);
      const b = boundary;
      [kind, boundary, rows] = [undefined, undefined, 0];
      if ((await o.boundaries.at(b, 'received')) === 'cut') return end();
      near.write(bytes);
      if ((await o.boundaries.at(b, 'replied')) === 'cut') end();
    };
    let giving = Promise.resolve();
    far.on('data', (chunk) => {
      if (frozen) return;
      for (const frame of answered.take(chunk)) {
        if (kind === undefined) {
          giving = giving.then(() => void near.write(frame.bytes));
          continue;
        }
        reply.push(frame.bytes);
        if (frame.type === 'C') rows = rowsOf(frame);
        if (frame.type !== 'Z') continue;
        const bytes = Buffer.concat(reply);
        reply = [];
        giving = giving.then(() => give(bytes));
      }
    });
  });
  await new Promise<void>((ok, no) => server.once('error', no).listen(0, '127.0.0.1', ok));
  const { port } = server.address() as net.AddressInfo;
  const cut = () => {
    for (const pair of pairs) for (const s of pair) s.destroy();
  };
  return {
    port,
    through(url) {
      const u = new URL(url);
      u.host = `127.0.0.1:${port}`;
      return u.href;
    },
    cut,
    freeze() {
      frozen = true;
    },
    thaw() {
      // What was lost meanwhile would leave both ends waiting for ever.
      cut();
      frozen = false;
    },
    async close() {
      cut();
      await new Promise((r) => server.close(r));
    },
  };
}

/** The exec subresource over a websocket, channel by channel: a few programs, and what a container says of others. */
import type http from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Ledger } from '../http/ledger.ts';
import type { Cluster } from './cluster.ts';
import type { Pod } from './objects.ts';
import { isReady } from './pod-object.ts';
import { allows, type Rbac } from './rbac.ts';

const PATH = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/exec$/;
/** Newest first, as the server prefers. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;

export interface ExecParts {
  readonly cluster: Cluster;
  readonly rbac: Rbac;
  readonly ledger: Ledger;
}

export class ExecDoor {
  readonly #parts: ExecParts;
  readonly #server = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => PROTOCOLS.find((p) => offered.has(p)) ?? false,
  });

  constructor(parts: ExecParts) {
    this.#parts = parts;
  }

  upgrade(req: http.IncomingMessage, socket: Duplex, head: Buffer): void {
    const { cluster, ledger } = this.#parts;
    cluster.settle();
    const url = new URL(req.url ?? '/', 'ws://sim');
    const query = Object.fromEntries(url.searchParams);
    const argv = url.searchParams.getAll('command');
    const body = { argv };
    const entry = ledger.write({ server: 'kubernetes', method: 'GET', path: url.pathname, query, body });
    const status = this.#status(url, req.headers);
    ledger.settle(entry, status);
    if (status !== 101) {
      socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\n\r\n`);
      return;
    }
    const [, namespace = '', name = ''] = PATH.exec(url.pathname) ?? [];
    const pod = cluster.store.get('pods', namespace, name);
    this.#server.handleUpgrade(req, socket, head, (ws) => pod && run(ws, argv, pod));
  }

  #status(url: URL, headers: http.IncomingHttpHeaders): number {
    const { cluster, rbac } = this.#parts;
    const [, namespace, name] = PATH.exec(url.pathname) ?? [];
    if (namespace === undefined || name === undefined) return 404;
    const actAs = headers['impersonate-user'];
    const user = rbac.authenticate(headers.authorization, Array.isArray(actAs) ? actAs[0] : actAs);
    if (user === 'denied') return 403;
    if (!user) return 401;
    if (!allows(user, { verb: 'get', group: '', plural: 'pods', sub: 'exec', name, namespace })) return 403;
    const pod = cluster.store.get('pods', namespace, name);
    if (!pod) return 404;
    const container = url.searchParams.get('container');
    const known = pod.spec.containers.some((c) => c.name === container);
    return known && isReady(pod) ? 101 : 400;
  }

  close(): void {
    for (const ws of this.#server.clients) ws.terminate();
  }
}

const FILES = ['invoice-1.pdf', 'invoice-2.pdf'];

function run(ws: WebSocket, argv: readonly string[], pod: Pod): void {
  const say = (channel: number, text: string) => ws.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]));
  const end = (status: object) => {
    say(STATUS, JSON.stringify({ metadata: {}, ...status }));
    ws.close();
  };
  const exit = (code: number) =>
    end(
      code === 0
        ? { status: 'Success' }
        : {
            status: 'Failure',
            message: `command terminated with non-zero exit code: exit status ${code}`,
            reason: 'NonZeroExitCode',
            details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
          },
    );
  const [program = ''] = argv;
  switch (program) {
    case 'ls':
      say(STDOUT, `${FILES.join('\n')}\n`);
      exit(0);
      break;
    case 'hostname':
      say(STDOUT, `${pod.metadata.name}\n`);
      exit(0);
      break;
    case 'false':
      say(STDERR, 'it is not so\n');
      exit(1);
      break;
    case 'yes':
      for (let n = 0; n < 40; n += 1) say(STDOUT, 'y\n'.repeat(2_000));
      exit(0);
      break;
    case 'sleep':
      break;
    case 'crash':
      ws.terminate();
      break;
    default:
      end({
        status: 'Failure',
        reason: 'InternalError',
        message: `error executing command in container: OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH: unknown`,
        code: 500,
      });
  }
}

/** Exec over the API server's websocket, as the official client speaks it: argv only, no stdin, no terminal, bounded. */
import { Writable } from 'node:stream';
import { Exec, type V1Status } from '@kubernetes/client-node';
import type { Containers, Ended, Inside } from '../../ports/containers.ts';
import { Fault } from '../../ports/fault.ts';
import { call, lost } from '../http/call.ts';
import type { KubernetesOptions } from './api.ts';
import { loadKubeConfig, type PooledKubeConfig } from './kubeconfig.ts';
import { KubernetesRights } from './kubernetes-rights.ts';
import { checkName, checkNamespace } from './names.ts';

const LARGEST = 64 * 1024;

/** What the operator's policy says of it. */
export type Allowed = (what: Inside) => { readonly timeout: number } | { readonly refused: string };

export class KubernetesContainers implements Containers {
  readonly #options: KubernetesOptions;
  readonly #config: PooledKubeConfig;
  readonly #rights: KubernetesRights;
  readonly allowed: Allowed;

  /** Throws when the kubeconfig cannot be used. */
  constructor(options: KubernetesOptions, allowed: Allowed) {
    this.#options = options;
    this.#config = loadKubeConfig(options);
    this.#rights = new KubernetesRights(options);
    this.allowed = allowed;
  }

  async check(namespace: string): Promise<void> {
    checkNamespace(namespace);
    // The client opens a websocket, which the cluster counts as a get.
    const may = await this.#rights.may({ namespace, apiGroup: '', resource: 'pods/exec', verb: 'get' });
    if (!may) throw forbidden(namespace);
  }

  async run(what: Inside, pod: string): Promise<Ended> {
    const allowed = this.allowed(what);
    if ('refused' in allowed) throw new Fault('permanent', 'exec.not-allowed', allowed.refused);
    const { namespace, container, argv } = what;
    checkNamespace(namespace);
    checkName(pod, 'pod');
    checkName(container, 'container');
    const { onCall } = this.#options;
    const operation = `run ${argv[0]} in pod ${namespace}/${pod}`;
    const plan = { vendor: 'kubernetes', label: 'the cluster', operation, effect: 'change', onCall } as const;
    return await call({ ...plan, deadline: allowed.timeout, translate: refusedUpgrade(operation) }, (signal) =>
      this.#exec({ namespace, pod, container, argv }, signal, (why) => lost(plan, 'lost', why)),
    );
  }

  async #exec(
    { namespace, pod, container, argv }: Omit<Inside, 'deployment'> & { pod: string },
    signal: AbortSignal,
    gone: (why: string) => Fault,
  ): Promise<Ended> {
    const [out, err] = [new Kept(), new Kept()];
    return await new Promise<Ended>((resolve, reject) => {
      const ended = (exit: number, cut = false) => resolve({ exit, out: out.text(), err: err.text(), cut });
      const told = (status: V1Status) => {
        const exit = exitOf(status);
        if (exit === undefined)
          reject(new Fault('permanent', 'kubernetes.exec', status.message ?? 'it could not be run'));
        else ended(exit);
      };
      const opened = new Exec(this.#config).exec(namespace, pod, container, [...argv], out, err, null, false, told);
      opened.then((socket) => {
        const close = () => socket.terminate();
        signal.addEventListener('abort', close, { once: true });
        if (signal.aborted) close();
        for (const stream of [out, err]) {
          stream.full = () => {
            close();
            ended(0, true);
          };
        }
        socket.onclose = () => reject(gone('the connection ended before the program did'));
      }, reject);
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#config.close(), this.#rights.close()]);
  }
}

/** Keeps so much, and says when there is more. */
class Kept extends Writable {
  readonly #parts: Buffer[] = [];
  #size = 0;
  full: () => void = () => undefined;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#parts.push(chunk.subarray(0, Math.max(0, LARGEST - this.#size)));
    this.#size += chunk.length;
    if (this.#size > LARGEST) this.full();
    done();
  }

  text(): string {
    return Buffer.concat(this.#parts).toString('utf8').toWellFormed();
  }
}

function exitOf({ status, reason, details }: V1Status): number | undefined {
  if (status === 'Success') return 0;
  if (reason !== 'NonZeroExitCode') return undefined;
  return Number(details?.causes?.find((c) => c.reason === 'ExitCode')?.message ?? 1);
}

const forbidden = (where: string) =>
  new Fault(
    'permanent',
    'kubernetes.forbidden',
    `the cluster forbids running anything in ${where}: it needs get on pods/exec`,
  );

/** No websocket was opened, so nothing was run. The client only has the status in a sentence. */
function refusedUpgrade(operation: string): (error: unknown) => Fault | undefined {
  return (error) => {
    const { message } = (error ?? {}) as { message?: unknown };
    const status = Number(/Unexpected server response: (\d{3})/.exec(String(message))?.[1]);
    if (status === 403 || status === 401) return forbidden(operation);
    if (status === 404) return new Fault('permanent', 'kubernetes.not-found', `not found: ${operation}`);
    if (status > 0)
      return new Fault('retry', `kubernetes.${status}`, `the cluster answered ${status} to: ${operation}`);
    return undefined;
  };
}

/** Names for forms, by lists: a person waits for them, so the cluster has little time. */
import { Fault } from '../../ports/fault.ts';
import type { Name, Named, Names, Within } from '../../ports/names.ts';
import type { KubeObject } from '../../ports/objects.ts';
import { KubernetesApi, type KubernetesOptions } from './api.ts';
import { KubernetesCluster } from './kubernetes-cluster.ts';
import { KubernetesObjects } from './kubernetes-objects.ts';

/** Slack takes an answer for three seconds. */
const TIMEOUT = 1_500;
const MOST = 500;

const nameOf = ({ metadata }: KubeObject): Name => ({
  value: String((metadata as { readonly name?: unknown } | undefined)?.name ?? ''),
});

export class KubernetesNames implements Names {
  readonly #api: KubernetesApi;
  readonly #objects: KubernetesObjects;
  readonly #cluster: KubernetesCluster;

  /** Throws when the kubeconfig cannot be used. */
  constructor(options: KubernetesOptions) {
    const quick = { ...options, timeout: TIMEOUT };
    this.#api = new KubernetesApi(quick);
    this.#objects = new KubernetesObjects(quick);
    this.#cluster = new KubernetesCluster(quick);
  }

  async find(what: Named, { namespace, deployment }: Within): Promise<readonly Name[]> {
    if (what === 'namespaces') {
      const { items } = await this.#api.read('list namespaces', (o) =>
        this.#api.core.listNamespace({ limit: MOST }, o),
      );
      return items.map((n) => ({ value: n.metadata?.name ?? '' }));
    }
    if (namespace === undefined) throw new Fault('permanent', 'names.no-namespace', 'choose the namespace first');
    if (what !== 'revisions') return (await this.#objects.list(what, { namespace })).map(nameOf);
    if (deployment === undefined) throw new Fault('permanent', 'names.no-deployment', 'choose the deployment first');
    const { revision: now, revisions } = await this.#cluster.deployment(namespace, deployment);
    return revisions.map(({ revision, images }) => ({
      value: String(revision),
      more: `${images.join(', ')}${revision === now ? ' (runs now)' : ''}`,
    }));
  }

  async close(): Promise<void> {
    await Promise.all([this.#api.close(), this.#objects.close(), this.#cluster.close()]);
  }
}

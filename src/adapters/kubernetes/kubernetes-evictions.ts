/** Evictions over the Kubernetes API: the server decides by its disruption budgets whether a pod may leave now. */
import type { V1Pod } from '@kubernetes/client-node';
import type { Evicted, Evictions, PodOnNode } from '../../ports/evictions.ts';
import { Fault } from '../../ports/fault.ts';
import { KubernetesApi, type KubernetesOptions } from './api.ts';
import { checkName, checkNamespace } from './names.ts';

/** A node holds 110 by default. */
const MOST = 500;
const MIRROR = 'kubernetes.io/config.mirror';

export class KubernetesEvictions implements Evictions {
  readonly #api: KubernetesApi;

  /** Throws when the kubeconfig cannot be used. */
  constructor(options: KubernetesOptions) {
    this.#api = new KubernetesApi(options);
  }

  async podsOn(node: string): Promise<readonly PodOnNode[]> {
    checkName(node, 'node');
    const { items } = await this.#api.read(`list pods on ${node}`, (o) =>
      this.#api.core.listPodForAllNamespaces({ fieldSelector: `spec.nodeName=${node}`, limit: MOST }, o),
    );
    return items.map(view);
  }

  async evict(pod: Pick<PodOnNode, 'namespace' | 'name' | 'uid'>, mode: { dryRun: boolean }): Promise<Evicted> {
    const { namespace, name, uid } = pod;
    checkNamespace(namespace);
    checkName(name, 'pod');
    const body = {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name, namespace },
      deleteOptions: { preconditions: { uid } },
    };
    const dry = mode.dryRun ? { dryRun: 'All' } : {};
    try {
      await this.#api.changeRaw(`evict pod ${namespace}/${name}`, 'application/json', (o) =>
        this.#api.core.createNamespacedPodEviction({ namespace, name, body, ...dry }, o),
      );
      return { kind: 'leaving' };
    } catch (e) {
      if (!(e instanceof Fault)) throw e;
      if (e.code === 'kubernetes.429') return { kind: 'held', why: e.message };
      // Another pod of that name is not the one that was asked to leave.
      if (e.code === 'kubernetes.not-found' || e.code === 'kubernetes.conflict') return { kind: 'gone' };
      throw e;
    }
  }

  async close(): Promise<void> {
    await this.#api.close();
  }
}

function view({ metadata, spec }: V1Pod): PodOnNode {
  const controller = metadata?.ownerReferences?.find((o) => o.controller)?.kind;
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    ...(controller === undefined ? {} : { controller }),
    mirror: metadata?.annotations?.[MIRROR] !== undefined,
    emptyDirs: (spec?.volumes ?? []).filter((v) => v.emptyDir !== undefined).map((v) => v.name),
    leaving: metadata?.deletionTimestamp !== undefined,
  };
}

/** Objects of any kind over the Kubernetes API: lists only, so that one verb is enough to look. */
import { quantity } from '../../lib/quantity.ts';
import {
  CLUSTER_WIDE,
  type KubeObject,
  MOST_LISTED,
  type ObjectKind,
  type Objects,
  type Usage,
  type Where,
} from '../../ports/objects.ts';
import { KubernetesApi, type KubernetesOptions, type RequestOptions } from './api.ts';
import { checkName, checkNamespace, checkSelector } from './names.ts';
import { PATHS } from './object-paths.ts';

interface Query {
  readonly limit: number;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export class KubernetesObjects implements Objects {
  readonly #api: KubernetesApi;

  /** Throws when the kubeconfig cannot be used. */
  constructor(options: KubernetesOptions) {
    this.#api = new KubernetesApi(options);
  }

  async list(kind: ObjectKind, where: Where): Promise<readonly KubeObject[]> {
    const namespace = CLUSTER_WIDE.includes(kind) ? '' : (where.namespace ?? '');
    check(where, namespace, kind);
    const query: Query = {
      limit: MOST_LISTED,
      ...(where.selector === undefined ? {} : { labelSelector: where.selector }),
      ...(where.name === undefined ? {} : { fieldSelector: `metadata.name=${where.name}` }),
    };
    const at = namespace === '' ? '' : ` in ${namespace}`;
    // The models drop fields they do not know; people want to see what is there.
    const { raw } = await this.#api.readRaw(`list ${kind}${at}`, (o) => this.#list(kind, namespace, query, o));
    const { items } = JSON.parse(raw) as { items?: readonly KubeObject[] };
    return items ?? [];
  }

  #list(kind: ObjectKind, namespace: string, query: Query, o: RequestOptions): Promise<unknown> {
    const { core, custom } = this.#api;
    const { group, version } = PATHS[kind];
    switch (kind) {
      case 'pods':
        return core.listNamespacedPod({ namespace, ...query }, o);
      case 'services':
        return core.listNamespacedService({ namespace, ...query }, o);
      case 'configmaps':
        return core.listNamespacedConfigMap({ namespace, ...query }, o);
      case 'persistentvolumeclaims':
        return core.listNamespacedPersistentVolumeClaim({ namespace, ...query }, o);
      case 'nodes':
        return core.listNode(query, o);
      default:
        return custom.listNamespacedCustomObject({ group, version, namespace, plural: kind, ...query }, o);
    }
  }

  async usage(of: 'pods' | 'nodes', where: Where): Promise<readonly Usage[]> {
    const { namespace = '', selector } = where;
    check(where, of === 'nodes' ? '' : namespace, of);
    const at = { group: 'metrics.k8s.io', version: 'v1beta1', plural: of };
    const query = selector === undefined ? {} : { labelSelector: selector };
    const { custom } = this.#api;
    const { raw } = await this.#api.readRaw(`list usage of ${of}`, (o) =>
      of === 'nodes'
        ? custom.listClusterCustomObject({ ...at, ...query }, o)
        : custom.listNamespacedCustomObject({ ...at, namespace, ...query }, o),
    );
    const { items = [] } = JSON.parse(raw) as { items?: readonly Metrics[] };
    return items.map((m) => ({
      name: m.metadata?.name ?? '',
      cpu: total(m, 'cpu'),
      memory: total(m, 'memory'),
    }));
  }

  async close(): Promise<void> {
    await this.#api.close();
  }
}

type Amounts = Readonly<Record<string, string>>;

/** Of a pod by container, of a node as a whole. */
interface Metrics {
  readonly metadata?: { readonly name?: string };
  readonly usage?: Amounts;
  readonly containers?: readonly { readonly usage?: Amounts }[];
}

const total = (m: Metrics, what: string): number =>
  [m, ...(m.containers ?? [])].reduce((sum, { usage }) => sum + quantity(usage?.[what] ?? '0'), 0);

function check({ name, selector }: Where, namespace: string, kind: ObjectKind): void {
  if (!CLUSTER_WIDE.includes(kind)) checkNamespace(namespace);
  if (name !== undefined) checkName(name);
  if (selector !== undefined) checkSelector(selector);
}

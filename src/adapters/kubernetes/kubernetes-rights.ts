/** Who we are to the cluster and what we may do there: asked of the API server itself, which changes nothing. */
import type { V1ResourceRule } from '@kubernetes/client-node';
import { KubernetesApi, type KubernetesOptions } from './api.ts';
import { checkNamespace } from './names.ts';

export interface AskedRight {
  /** Empty: of the whole cluster, for what stands in no namespace. */
  readonly namespace: string;
  readonly apiGroup: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  readonly verb: string;
  /** Of this one object only. */
  readonly name?: string;
}

export interface GrantedRules {
  readonly rules: readonly V1ResourceRule[];
  /** False when the cluster could not list everything. */
  readonly complete: boolean;
}

const head = { apiVersion: 'authorization.k8s.io/v1', metadata: {} } as const;

export class KubernetesRights {
  readonly #api: KubernetesApi;

  /** Throws when the kubeconfig cannot be used. */
  constructor(options: KubernetesOptions) {
    this.#api = new KubernetesApi(options);
  }

  /** `v1.32.4`. */
  async version(): Promise<string> {
    return (await this.#api.read('version', (o) => this.#api.version.getCode(o))).gitVersion;
  }

  async may({ namespace, apiGroup: group, resource: full, verb, name }: AskedRight): Promise<boolean> {
    if (namespace !== '') checkNamespace(namespace);
    const [resource = '', subresource] = full.split('/');
    const resourceAttributes = {
      ...(namespace === '' ? {} : { namespace }),
      verb,
      group,
      resource,
      ...(subresource ? { subresource } : {}),
      ...(name === undefined ? {} : { name }),
    };
    const body = { ...head, kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
    const review = await this.#api.read(`review of ${verb} ${full} in ${namespace}`, (o) =>
      this.#api.authorization.createSelfSubjectAccessReview({ body }, o),
    );
    return review.status?.allowed === true;
  }

  async rules(namespace: string): Promise<GrantedRules> {
    checkNamespace(namespace);
    const body = { ...head, kind: 'SelfSubjectRulesReview', spec: { namespace } };
    const review = await this.#api.read(`review of the rules in ${namespace}`, (o) =>
      this.#api.authorization.createSelfSubjectRulesReview({ body }, o),
    );
    return { rules: review.status?.resourceRules ?? [], complete: review.status?.incomplete !== true };
  }

  async close(): Promise<void> {
    await this.#api.close();
  }
}

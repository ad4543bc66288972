/** Changes to any object over the Kubernetes API, in Tocsin's name as the manager of the fields it sets. */
import { PatchStrategy } from '@kubernetes/client-node';
import {
  type Changes,
  FIELD_MANAGER,
  type Mode,
  type ObjectRef,
  type Patch,
  type PatchType,
} from '../../ports/changes.ts';
import { CLUSTER_WIDE, type KubeObject } from '../../ports/objects.ts';
import { KubernetesApi, type KubernetesOptions, type RequestOptions } from './api.ts';
import { checkName, checkNamespace } from './names.ts';
import { PATHS } from './object-paths.ts';

const CONTENT: Readonly<Record<PatchType, string>> = {
  merge: PatchStrategy.MergePatch,
  json: PatchStrategy.JsonPatch,
  strategic: PatchStrategy.StrategicMergePatch,
};

interface Sent {
  readonly body: unknown;
  readonly fieldManager: string;
  readonly dryRun?: string;
  readonly force?: boolean;
}

const dry = ({ dryRun }: Mode) => (dryRun ? { dryRun: 'All' } : {});
const told = ({ kind, namespace, name }: ObjectRef) => `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;

export class KubernetesChanges implements Changes {
  readonly #api: KubernetesApi;

  /** Throws when the kubeconfig cannot be used. */
  constructor(options: KubernetesOptions) {
    this.#api = new KubernetesApi(options);
  }

  patch(at: ObjectRef, { type, body }: Patch, mode: Mode): Promise<KubeObject> {
    return this.#send('patch', at, CONTENT[type], { body, fieldManager: FIELD_MANAGER, ...dry(mode) });
  }

  apply(at: ObjectRef, manifest: KubeObject, { force, ...mode }: Mode & { force: boolean }): Promise<KubeObject> {
    const sent = { body: manifest, fieldManager: FIELD_MANAGER, force, ...dry(mode) };
    return this.#send('apply', at, PatchStrategy.ServerSideApply, sent);
  }

  async startJob(at: { namespace: string; name: string }, body: KubeObject, mode: Mode): Promise<KubeObject> {
    const { namespace, name } = at;
    checkNamespace(namespace);
    checkName(name);
    const sent = { ...PATHS.jobs, plural: 'jobs', namespace, name, body, fieldManager: FIELD_MANAGER, ...dry(mode) };
    const { raw } = await this.#api.changeRaw(`start job ${namespace}/${name}`, PatchStrategy.ServerSideApply, (o) =>
      this.#api.custom.patchNamespacedCustomObject(sent, o),
    );
    return JSON.parse(raw) as KubeObject;
  }

  async #send(verb: string, at: ObjectRef, contentType: string, sent: Sent): Promise<KubeObject> {
    check(at);
    const { raw } = await this.#api.changeRaw(`${verb} ${told(at)}`, contentType, (o) => this.#patch(at, sent, o));
    return JSON.parse(raw) as KubeObject;
  }

  #patch({ kind, namespace, name }: ObjectRef, sent: Sent, o: RequestOptions): Promise<unknown> {
    const { core, custom } = this.#api;
    switch (kind) {
      case 'services':
        return core.patchNamespacedService({ namespace, name, ...sent }, o);
      case 'configmaps':
        return core.patchNamespacedConfigMap({ namespace, name, ...sent }, o);
      case 'nodes':
        return core.patchNode({ name, ...sent }, o);
      default:
        return custom.patchNamespacedCustomObject({ ...PATHS[kind], namespace, plural: kind, name, ...sent }, o);
    }
  }

  async remove(at: ObjectRef, exactly: { uid: string; resourceVersion: string }, mode: Mode): Promise<void> {
    check(at);
    const { kind, namespace, name } = at;
    const body = { preconditions: exactly, propagationPolicy: 'Background' };
    const sent = { namespace, name, body, ...dry(mode) };
    const { core, custom } = this.#api;
    await this.#api.changeRaw(`delete ${told(at)}`, 'application/json', (o): Promise<unknown> => {
      if (kind === 'services') return core.deleteNamespacedService(sent, o);
      if (kind === 'configmaps') return core.deleteNamespacedConfigMap(sent, o);
      return custom.deleteNamespacedCustomObject({ ...PATHS[kind], plural: kind, ...sent }, o);
    });
  }

  async close(): Promise<void> {
    await this.#api.close();
  }
}

function check({ kind, namespace, name }: ObjectRef): void {
  if (!CLUSTER_WIDE.includes(kind)) checkNamespace(namespace);
  checkName(name);
}

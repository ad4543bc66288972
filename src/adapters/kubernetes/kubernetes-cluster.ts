/** The cluster port over the Kubernetes API. Names are checked first; every operation has its own file. */
import type {
  Cluster,
  DeploymentChange,
  DeploymentView,
  EventsOf,
  EventView,
  LogOptions,
  Logs,
  LogsOf,
  PodView,
} from '../../ports/cluster.ts';
import { KubernetesApi, type KubernetesOptions } from './api.ts';
import { changeDeployment } from './change.ts';
import { deploymentView } from './deployment.ts';
import { newestEvents } from './events.ts';
import { logLines } from './logs.ts';
import { checkDeployment, checkName, checkNamespace, checkSelector } from './names.ts';
import { podsOf, podView } from './pods.ts';

export class KubernetesCluster implements Cluster {
  readonly #api: KubernetesApi;

  /** Throws when the kubeconfig cannot be used. */
  constructor(options: KubernetesOptions) {
    this.#api = new KubernetesApi(options);
  }

  async pods(namespace: string, deployment?: string): Promise<readonly PodView[]> {
    checkNamespace(namespace);
    if (deployment !== undefined) checkDeployment(deployment);
    const pods = await podsOf(this.#api, namespace, deployment);
    return pods.map((p) => podView(p, this.#api.now()));
  }

  async events(namespace: string, last: number, of: EventsOf = {}): Promise<readonly EventView[]> {
    checkNamespace(namespace);
    if (of.about) checkName(of.about.name);
    return await newestEvents(this.#api, namespace, last, of);
  }

  async logs(namespace: string, of: LogsOf, options: LogOptions): Promise<Logs> {
    checkNamespace(namespace);
    if ('deployment' in of) checkDeployment(of.deployment);
    else if ('statefulset' in of) checkName(of.statefulset, 'stateful set');
    else if ('selector' in of) checkSelector(of.selector);
    else checkName(of.pod, 'pod');
    return await logLines(this.#api, namespace, of, options);
  }

  async deployment(namespace: string, name: string): Promise<DeploymentView> {
    checkNamespace(namespace);
    checkDeployment(name);
    return await deploymentView(this.#api, namespace, name);
  }

  async change(change: DeploymentChange, options: { dryRun: boolean }): Promise<void> {
    checkNamespace(change.namespace);
    checkDeployment(change.name);
    await changeDeployment(this.#api, change, options.dryRun);
  }

  async close(): Promise<void> {
    await this.#api.close();
  }
}

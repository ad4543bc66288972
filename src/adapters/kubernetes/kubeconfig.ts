/** Which cluster, and as whom: kubeconfig files, the pod's own service account, or what kubectl would use. */
import { delimiter } from 'node:path';
import { KubeConfig, type RequestContext } from '@kubernetes/client-node';
import { Agent, type Dispatcher } from 'undici';

export interface KubernetesAccess {
  /** Paths as in KUBECONFIG, `in-cluster`, or undefined for what kubectl would use. */
  readonly kubeconfig?: string | undefined;
  /** @default the kubeconfig's current context */
  readonly context?: string | undefined;
  /** Asks in the name of this user, whose rights then count; our own account needs the right to impersonate. */
  readonly as?: string | undefined;
}

/** What the client falls back to when it finds nothing at all. */
const NOTHING = 'http://localhost:8080';

export function loadKubeConfig({ kubeconfig, context, as }: KubernetesAccess): PooledKubeConfig {
  const kc = new PooledKubeConfig();
  const files = (kubeconfig ?? '').split(delimiter).filter(Boolean);
  if (kubeconfig === 'in-cluster') kc.loadFromCluster();
  else if (files.length > 0) loadFiles(kc, files);
  else kc.loadFromDefault();
  if (context !== undefined) {
    if (!kc.getContextObject(context)) throw new Error(`the kubeconfig has no context ${context}`);
    kc.setCurrentContext(context);
  }
  const cluster = kc.getCurrentCluster();
  if (cluster?.server === NOTHING) throw new Error('there is no kubeconfig, and this is no pod of a cluster');
  if (!cluster) throw new Error('the kubeconfig has no current cluster: set current-context, or name a context');
  if (cluster.server.startsWith('http:') && !cluster.skipTLSVerify) {
    throw new Error(`cluster ${cluster.name} is plain http: its kubeconfig entry needs insecure-skip-tls-verify: true`);
  }
  if (as !== undefined) actAs(kc, as);
  return kc;
}

function actAs(kc: KubeConfig, as: string): void {
  const user = kc.getCurrentUser();
  if (!user) throw new Error('the kubeconfig has no current user who could act in the name of somebody');
  kc.users = kc.users.map((u) => (u.name === user.name ? { ...u, impersonateUser: as } : u));
}

/** Like kubectl: the first file's current context wins. */
function loadFiles(kc: KubeConfig, [first, ...others]: string[]): void {
  kc.loadFromFile(first ?? '');
  for (const file of others) {
    const other = new KubeConfig();
    other.loadFromFile(file);
    kc.mergeConfig(other, kc.getCurrentContext() !== undefined && kc.getCurrentContext() !== '');
  }
}

type Connect = NonNullable<Agent.Options['connect']>;

/**
 * The client makes a new connection pool for every request. This one keeps a pool as long as certificates and trust stay
 * the same; credentials are still read for every request, so rotated tokens and certificates are picked up.
 */
export class PooledKubeConfig extends KubeConfig {
  #pool: { key: string; agent: Agent } | undefined;
  #wanted: Connect | undefined;

  override createDispatcherOptions(...args: Parameters<KubeConfig['createDispatcherOptions']>) {
    const options = super.createDispatcherOptions(...args);
    this.#wanted = options.type === 'agent' ? (options.connect as Connect) : undefined;
    return options;
  }

  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    await super.applySecurityAuthentication(context);
    // Proxies (and plain defaults) stay as the client made them.
    if (this.#wanted !== undefined) context.setDispatcher(this.#agent(this.#wanted));
  }

  async close(): Promise<void> {
    await this.#pool?.agent.destroy();
  }

  #agent(connect: Connect): Dispatcher {
    const key = JSON.stringify(connect);
    if (this.#pool?.key !== key) {
      // Requests under way end first.
      this.#pool?.agent.close().catch(() => undefined);
      this.#pool = { key, agent: new Agent({ connect, connections: 8 }) };
    }
    return this.#pool.agent;
  }
}

/** Which vendor stands behind which port. */
import { type AllowList, OperatorCommands } from '../adapters/command/operator-commands.ts';
import { ProcessCommand } from '../adapters/command/process-command.ts';
import type { OnCall as OnCallReport } from '../adapters/http/call.ts';
import { GuardedWeb } from '../adapters/http/guarded-web.ts';
import { TlsCertificates } from '../adapters/http/tls-certificates.ts';
import type { KubernetesAccess } from '../adapters/kubernetes/kubeconfig.ts';
import { PagerDutyPager } from '../adapters/pagerduty/pagerduty-pager.ts';
import { PostgresSql } from '../adapters/postgres/postgres-sql.ts';
import { PrometheusMetrics } from '../adapters/prometheus/prometheus-metrics.ts';
import { RedisCache } from '../adapters/redis/redis-cache.ts';
import { SlackApi } from '../adapters/slack/slack-api.ts';
import { SlackChat } from '../adapters/slack/slack-chat.ts';
import { SlackDirectory } from '../adapters/slack/slack-directory.ts';
import { yamlOnCall } from '../adapters/yaml/on-call.ts';
import type { Catalog } from '../domain/catalog/model.ts';
import { argvOf } from '../domain/command/argv.ts';
import { allowedIn } from '../domain/command/in-container.ts';
import { prepareStatement } from '../domain/data/prepare.ts';
import { who } from '../domain/oncall/targets.ts';
import type { Changes } from '../ports/changes.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Containers, Inside } from '../ports/containers.ts';
import type { Evictions } from '../ports/evictions.ts';
import { Fault } from '../ports/fault.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Names } from '../ports/names.ts';
import type { Objects } from '../ports/objects.ts';
import type { Statements } from '../ports/statements.ts';
import type { Config, Secrets } from './config/config.ts';
import { cacheAddress, databaseAddress } from './target-addresses.ts';

/** What is not configured answers with how to configure it, when somebody uses it. */
function missing<T extends object>(what: string): T {
  const fault = () => Promise.reject(new Fault('permanent', 'not-configured', what));
  return new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : fault) }) as T;
}

/** Made by the first question to it. */
function whenAsked<T extends object>(make: () => Promise<T>): T {
  let made: Promise<T> | undefined;
  const ask = async (name: PropertyKey, args: readonly unknown[]) => {
    made ??= make();
    const it = await made;
    return (Reflect.get(it, name) as (...a: unknown[]) => unknown).apply(it, [...args]);
  };
  return new Proxy(
    {},
    {
      get: (_, name) => (name === 'then' ? undefined : (...args: readonly unknown[]) => ask(name, args)),
    },
  ) as T;
}

function onceEach<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    const it = made.get(name) ?? make(name);
    made.set(name, it);
    return it;
  };
}

/** The client library is the largest of all, and a bot seldom asks the cluster anything: it is loaded where it is used. */
const cluster = (access: KubernetesAccess, onCall: OnCallReport, now: () => number): Cluster =>
  whenAsked(async () => {
    const { KubernetesCluster } = await import('../adapters/kubernetes/kubernetes-cluster.ts');
    return withCluster<Cluster>(() => new KubernetesCluster({ ...access, onCall, now }));
  });

const objects = (access: KubernetesAccess, onCall: OnCallReport, now: () => number): Objects =>
  whenAsked(async () => {
    const { KubernetesObjects } = await import('../adapters/kubernetes/kubernetes-objects.ts');
    return withCluster<Objects>(() => new KubernetesObjects({ ...access, onCall, now }));
  });

const changes = (access: KubernetesAccess, onCall: OnCallReport, now: () => number): Changes =>
  whenAsked(async () => {
    const { KubernetesChanges } = await import('../adapters/kubernetes/kubernetes-changes.ts');
    return withCluster<Changes>(() => new KubernetesChanges({ ...access, onCall, now }));
  });

const evictions = (access: KubernetesAccess, onCall: OnCallReport, now: () => number): Evictions =>
  whenAsked(async () => {
    const { KubernetesEvictions } = await import('../adapters/kubernetes/kubernetes-evictions.ts');
    return withCluster<Evictions>(() => new KubernetesEvictions({ ...access, onCall, now }));
  });

/** The policy is asked at once, without a cluster; it may have been changed since the last question. */
function containers(access: KubernetesAccess, catalog: () => Catalog, onCall: OnCallReport): Containers {
  const allowed = (what: Inside) => allowedIn(catalog().changes.exec ?? [], what);
  const inCluster = whenAsked(async () => {
    const { KubernetesContainers } = await import('../adapters/kubernetes/kubernetes-containers.ts');
    return withCluster<Containers>(() => new KubernetesContainers({ ...access, onCall }, allowed));
  });
  return { allowed, check: (namespace) => inCluster.check(namespace), run: (what, pod) => inCluster.run(what, pod) };
}

const names = (access: KubernetesAccess, onCall: OnCallReport, now: () => number): Names =>
  whenAsked(async () => {
    const { KubernetesNames } = await import('../adapters/kubernetes/kubernetes-names.ts');
    return withCluster<Names>(() => new KubernetesNames({ ...access, onCall, now }));
  });

function withCluster<T extends object>(make: () => T): T {
  try {
    return make();
  } catch (e) {
    const why = e instanceof Error ? e.message : String(e);
    return missing<T>(`no usable cluster (${why}): set KUBECONFIG, or run inside the cluster`);
  }
}

/** The operator's commands, with their arguments held against what he wrote. */
export const allowedCommands = ({ programs }: Catalog): AllowList => ({
  ...programs,
  argv(name, given) {
    const d = programs.commands[name];
    return d ? argvOf(d, given) : { refused: `there is no command ${name}` };
  },
});

export function createPorts(
  config: Config,
  secrets: Secrets,
  catalog: () => Catalog,
  onCall: OnCallReport,
  now: () => number,
) {
  const slack = new SlackApi({ token: secrets.botToken, apiUrl: config.slack.apiUrl, onCall, now });
  const { prometheus } = config;
  const inCluster = (access: KubernetesAccess) => ({
    cluster: cluster(access, onCall, now),
    objects: objects(access, onCall, now),
    changes: changes(access, onCall, now),
    evictions: evictions(access, onCall, now),
    containers: containers(access, catalog, onCall),
  });
  return {
    slack,
    chat: new SlackChat(slack),
    directory: new SlackDirectory(slack),
    pager: new PagerDutyPager({
      eventsUrl: config.pagerduty.eventsUrl,
      routingKey: (name) => secrets.routingKeys[name ?? 'PAGERDUTY_ROUTING_KEY'],
      onCall,
      now,
    }),
    onCall: yamlOnCall((target, at) => who(catalog(), target, at)),
    ...inCluster(config.kubernetes),
    names: names(config.kubernetes, onCall, now),
    /** The same cluster in the name of one of its users: as many as people.yaml names. */
    inNameOf: onceEach((as: string) => inCluster({ ...config.kubernetes, as })),
    metrics: prometheus
      ? new PrometheusMetrics({ url: prometheus.url, onCall })
      : missing<Metrics>('there is no Prometheus to ask: set PROMETHEUS_URL'),
    web: new GuardedWeb({ allow: catalog().allowedHosts, secret: (name) => secrets.named[name], onCall }),
    commands: new OperatorCommands(
      () => allowedCommands(catalog()),
      new ProcessCommand({ secret: (name) => secrets.named[name] }),
    ),
    sql: new PostgresSql({ address: (name, role) => databaseAddress(catalog(), secrets, name, role), onCall }),
    statements: { prepare: (name, given) => prepareStatement(catalog().targets, name, given) } satisfies Statements,
    cache: new RedisCache({ address: (name) => cacheAddress(catalog(), secrets, name), onCall }),
    certificates: new TlsCertificates({ allow: catalog().allowedHosts, onCall }),
  };
}

export type Ports = ReturnType<typeof createPorts>;

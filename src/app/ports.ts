/** Which vendor stands behind which port. */
import type { OnCall as OnCallReport } from '../adapters/http/call.ts';
import { GuardedWeb } from '../adapters/http/guarded-web.ts';
import { KubernetesCluster } from '../adapters/kubernetes/kubernetes-cluster.ts';
import { PagerDutyPager } from '../adapters/pagerduty/pagerduty-pager.ts';
import { PrometheusMetrics } from '../adapters/prometheus/prometheus-metrics.ts';
import { SlackApi } from '../adapters/slack/slack-api.ts';
import { SlackChat } from '../adapters/slack/slack-chat.ts';
import { SlackDirectory } from '../adapters/slack/slack-directory.ts';
import { yamlOnCall } from '../adapters/yaml/on-call.ts';
import type { Catalog } from '../domain/catalog/model.ts';
import { who } from '../domain/oncall/targets.ts';
import type { Cluster } from '../ports/cluster.ts';
import { Fault } from '../ports/fault.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Config, Secrets } from './config/config.ts';

/** What is not configured answers with how to configure it, when somebody uses it. */
function missing<T extends object>(what: string): T {
  const fault = () => Promise.reject(new Fault('permanent', 'not-configured', what));
  return new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : fault) }) as T;
}

function cluster(config: Config, onCall: OnCallReport, now: () => number): Cluster {
  try {
    return new KubernetesCluster({ ...config.kubernetes, onCall, now });
  } catch (e) {
    return missing(
      `no usable cluster (${e instanceof Error ? e.message : String(e)}): set KUBECONFIG, or run inside the cluster`,
    );
  }
}

export function createPorts(
  config: Config,
  secrets: Secrets,
  catalog: () => Catalog,
  onCall: OnCallReport,
  now: () => number,
) {
  const slack = new SlackApi({ token: secrets.botToken, apiUrl: config.slack.apiUrl, onCall, now });
  const { prometheus } = config;
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
    cluster: cluster(config, onCall, now),
    metrics: prometheus
      ? new PrometheusMetrics({ url: prometheus.url, onCall })
      : missing<Metrics>('there is no Prometheus to ask: set PROMETHEUS_URL'),
    web: new GuardedWeb({ allow: catalog().allowedHosts, onCall }),
  };
}

export type Ports = ReturnType<typeof createPorts>;

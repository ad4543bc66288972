/** The installation under examination: its configuration, however incomplete, and what checks share, found out once. */
import { call } from '../../adapters/http/call.ts';
import { KubernetesRights } from '../../adapters/kubernetes/kubernetes-rights.ts';
import { PagerDutyAccount } from '../../adapters/pagerduty/pagerduty-account.ts';
import { PagerDutyPager } from '../../adapters/pagerduty/pagerduty-pager.ts';
import { PrometheusMetrics } from '../../adapters/prometheus/prometheus-metrics.ts';
import { SlackApi } from '../../adapters/slack/slack-api.ts';
import { type SlackLogin, slackLogin } from '../../adapters/slack/slack-installation.ts';
import { type DatabaseState, databaseState } from '../../db/state.ts';
import { type Catalog, serviceFacts } from '../../domain/catalog/model.ts';
import { type Ask, asksOf } from '../../domain/runbook/asks.ts';
import { Fault } from '../../ports/fault.ts';
import { type Config, partialConfig, type Secrets } from '../config/config.ts';
import type { ReadEnvironment, Variable } from '../config/environment.ts';
import { compileFolder } from '../workflows.ts';
import { Fact } from './fact.ts';
import { CannotTell } from './finding.ts';

export interface Installation {
  readonly read: ReadEnvironment;
  readonly config: Config;
  readonly secrets: Secrets;
  /** Milliseconds for one question; a check asks at most a few after one another. */
  readonly patience: number;
  /** Cannot tell when one of these variables is set and wrong: its default would be another system. */
  sure(...variables: readonly Variable[]): void;
  readonly workflows: Fact<Awaited<ReturnType<typeof compileFolder>>>;
  readonly catalog: Fact<Catalog>;
  /** What the steps of all runbooks will ask of the outside. */
  readonly asks: Fact<readonly Ask[]>;
  readonly slack: Fact<{ readonly api: SlackApi; readonly login: SlackLogin }>;
  readonly pager: PagerDutyPager;
  readonly account: Fact<PagerDutyAccount>;
  readonly cluster: Fact<{ readonly rights: KubernetesRights; readonly version: string }>;
  /** Asks the cluster in the name of one of its users. */
  clusterAs(user: string): KubernetesRights;
  readonly prometheus: Fact<PrometheusMetrics>;
  readonly database: Fact<DatabaseState>;
  close(): Promise<void>;
}

export function openInstallation(read: ReadEnvironment, patience: number): Installation {
  const { config, secrets } = partialConfig(read);
  const open: { close(): Promise<void> }[] = [];
  const closing = <T extends { close(): Promise<void> }>(one: T): T => {
    open.push(one);
    return one;
  };
  const timeout = patience;
  const sure = (...variables: readonly Variable[]) => {
    const wrong = variables.find((v) => read.problems.some((p) => p.startsWith(`${v} `)));
    if (wrong) throw new CannotTell(`${wrong} cannot be used: see configuration.environment`);
  };
  const workflows = new Fact('workflows.files', async () => {
    sure('TOCSIN_WORKFLOWS');
    return await compileFolder(config.workflows);
  });
  const catalog = new Fact('workflows.files', async () => {
    const { catalog: compiled } = await workflows.get();
    if (!compiled) throw new Error('the workflows have problems');
    return compiled;
  });
  return {
    read,
    config,
    secrets,
    patience,
    sure,
    workflows,
    catalog,
    asks: new Fact('workflows.files', async () => {
      const { runbooks, services } = await catalog.get();
      return runbooks.flatMap((r) => asksOf(r, serviceFacts(services.find((s) => s.name === r.service))));
    }),
    slack: new Fact('slack.token', async () => {
      sure('SLACK_BOT_TOKEN', 'SLACK_API_URL');
      if (!secrets.botToken) throw new CannotTell('SLACK_BOT_TOKEN is not set');
      const api = closing(new SlackApi({ token: secrets.botToken, apiUrl: config.slack.apiUrl, timeout }));
      return { api, login: await slackLogin(api) };
    }),
    pager: new PagerDutyPager({
      eventsUrl: config.pagerduty.eventsUrl,
      routingKey: (name) => secrets.routingKeys[name ?? 'PAGERDUTY_ROUTING_KEY'],
      timeout,
    }),
    account: new Fact('pagerduty.token', async () => {
      sure('PAGERDUTY_TOKEN', 'PAGERDUTY_API_URL');
      const token = secrets.pagerdutyToken;
      if (!token) throw new CannotTell('without PAGERDUTY_TOKEN nothing can be asked of the account');
      const account = closing(new PagerDutyAccount({ token, apiUrl: config.pagerduty.apiUrl, timeout }));
      await account.abilities();
      return account;
    }),
    cluster: new Fact('kubernetes.reachable', async () => {
      sure('KUBECONFIG');
      const rights = closing(new KubernetesRights({ ...config.kubernetes, timeout }));
      return { rights, version: await rights.version() };
    }),
    clusterAs: (as) => closing(new KubernetesRights({ ...config.kubernetes, timeout, as })),
    prometheus: new Fact('prometheus.reachable', async () => {
      sure('PROMETHEUS_URL');
      if (!config.prometheus) throw new Error('PROMETHEUS_URL is not set');
      const metrics = closing(new PrometheusMetrics({ url: config.prometheus.url, timeout }));
      await metrics.query('1');
      return metrics;
    }),
    database: new Fact('database.reachable', async () => {
      sure('DATABASE_URL');
      return await readDatabase(config, secrets, patience);
    }),
    async close() {
      await Promise.all(open.map((one) => one.close().catch(() => {})));
    },
  };
}

async function readDatabase({ database }: Config, { databaseUrl }: Secrets, patience: number): Promise<DatabaseState> {
  if (database.kind === 'embedded') {
    throw new CannotTell(`DATABASE_URL is not set: Tocsin looks after a PostgreSQL of its own in ${database.dir}`);
  }
  const plan = {
    vendor: 'postgresql',
    label: 'PostgreSQL',
    operation: 'state',
    effect: 'read',
    deadline: 2 * patience,
  } as const;
  return await call({ ...plan, translate: refused }, () => databaseState(databaseUrl ?? '', patience));
}

/** What PostgreSQL itself says, by its SQLSTATE; networks are known elsewhere. */
function refused(error: unknown): Fault | undefined {
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || code === 'EPIPE') return undefined;
  return new Fault('permanent', `postgresql.${code}`, `PostgreSQL refused: ${message}`, { cause: error });
}

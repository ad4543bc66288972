/** The environment as grouped configuration, secrets apart, every problem told at once. */
import { join } from 'node:path';
import type { LogLevel } from '../../lib/log.ts';
import { packageRoot } from '../../lib/package-root.ts';
import { listed, type ReadEnvironment, readEnvironment } from './environment.ts';

export interface Config {
  readonly deployment: string;
  /** Named: its address carries a password and is among the secrets. */
  readonly database: { readonly kind: 'named' } | { readonly kind: 'embedded'; readonly dir: string };
  readonly slack: { readonly apiUrl?: string; readonly mode: 'http' | 'socket' };
  readonly pagerduty: { readonly eventsUrl?: string; readonly apiUrl?: string };
  readonly kubernetes: { readonly kubeconfig?: string };
  readonly prometheus?: { readonly url: string };
  readonly workflows: string;
  readonly http: { readonly port: number; readonly host: string };
  readonly log: { readonly level: LogLevel };
  readonly crashAt?: string;
  /** Variables that look like ours and are not. */
  readonly ignored: readonly string[];
}

export interface Secrets {
  readonly botToken: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly webhookSecrets: readonly string[];
  readonly pagerdutyToken?: string;
  /** By name; `PAGERDUTY_ROUTING_KEY` is the default one. */
  readonly routingKeys: Readonly<Record<string, string>>;
  /** `secret:NAME` of the workflows. */
  readonly named: Readonly<Record<string, string>>;
  /** Everything that must never be shown. */
  readonly all: readonly string[];
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    const list = problems.map((p) => `  - ${p}`).join('\n');
    super(
      `The configuration does not work yet:\n${list}\nSee the configuration table in README.md; \`npm run sandbox\` needs none.`,
    );
    this.problems = problems;
  }
}

const present = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };

export type LocalConfig = Pick<Config, 'database' | 'workflows' | 'deployment' | 'log' | 'ignored'>;

/** What only the database and the workflows need: `migrate`, `check`. */
export function localConfig(read: ReadEnvironment = readEnvironment()): {
  config: LocalConfig;
  secrets: Pick<Secrets, 'databaseUrl'>;
} {
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return known(read);
}

function known({ values: v, ignored }: ReadEnvironment): ReturnType<typeof localConfig> {
  return {
    config: {
      deployment: v.TOCSIN_DEPLOYMENT ?? 'tocsin',
      database: v.DATABASE_URL ? { kind: 'named' } : { kind: 'embedded', dir: v.TOCSIN_DIR ?? '.tocsin' },
      workflows: v.TOCSIN_WORKFLOWS ?? join(packageRoot(), 'workflows'),
      log: { level: v.LOG_LEVEL ?? 'info' },
      ignored,
    },
    secrets: present('databaseUrl', v.DATABASE_URL),
  };
}

export function fullConfig(read: ReadEnvironment = readEnvironment()): { config: Config; secrets: Secrets } {
  const { values: v } = read;
  const problems = [...read.problems];
  const told = (name: string) => problems.some((p) => p.startsWith(`${name} `) || p.endsWith(` mean ${name}?`));
  if (!v.SLACK_BOT_TOKEN && !told('SLACK_BOT_TOKEN'))
    problems.push('SLACK_BOT_TOKEN is missing: the bot token of your Slack app');
  if (!v.SLACK_APP_TOKEN && !v.SLACK_SIGNING_SECRET && !told('SLACK_APP_TOKEN') && !told('SLACK_SIGNING_SECRET')) {
    problems.push(
      'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing: how Slack reaches this process',
    );
  }
  if (!v.PAGERDUTY_ROUTING_KEY && !told('PAGERDUTY_ROUTING_KEY')) {
    problems.push('PAGERDUTY_ROUTING_KEY is missing: the Events v2 integration key that pages go to');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return partialConfig(read);
}

/** What there is, however little, and nothing thrown: for who judges the gaps himself. */
export function partialConfig(read: ReadEnvironment): { config: Config; secrets: Secrets } {
  const { values: v } = read;
  const local = known(read);
  const kubeconfig = v.KUBECONFIG ?? (v.inCluster ? 'in-cluster' : undefined);
  const config: Config = {
    ...local.config,
    slack: { mode: v.SLACK_APP_TOKEN ? 'socket' : 'http', ...present('apiUrl', v.SLACK_API_URL) },
    pagerduty: { ...present('eventsUrl', v.PAGERDUTY_EVENTS_URL), ...present('apiUrl', v.PAGERDUTY_API_URL) },
    kubernetes: present('kubeconfig', kubeconfig),
    ...(v.PROMETHEUS_URL ? { prometheus: { url: v.PROMETHEUS_URL } } : {}),
    http: { port: v.PORT ?? 3000, host: v.HOST ?? '0.0.0.0' },
    ...present('crashAt', v.TOCSIN_CRASH_AT),
  };
  const webhookSecrets = listed(v.PAGERDUTY_WEBHOOK_SECRET ?? '');
  const all = [
    v.SLACK_BOT_TOKEN,
    v.SLACK_APP_TOKEN,
    v.SLACK_SIGNING_SECRET,
    v.PAGERDUTY_TOKEN,
    ...webhookSecrets,
    ...Object.values(v.routingKeys),
    ...Object.values(v.named),
    ...passwords(v.DATABASE_URL),
    ...passwords(v.REDIS_URL),
  ];
  const secrets: Secrets = {
    ...local.secrets,
    botToken: v.SLACK_BOT_TOKEN ?? '',
    ...present('appToken', v.SLACK_APP_TOKEN),
    ...present('signingSecret', v.SLACK_SIGNING_SECRET),
    ...present('redisUrl', v.REDIS_URL),
    ...present('pagerdutyToken', v.PAGERDUTY_TOKEN),
    webhookSecrets,
    routingKeys: v.routingKeys,
    named: v.named,
    all: all.filter((s): s is string => Boolean(s)),
  };
  return { config, secrets };
}

/** As it is written and as it is sent; PostgreSQL also takes one among the parameters. */
function passwords(address: string | undefined): string[] {
  if (address === undefined) return [];
  const { password, searchParams } = new URL(address);
  return [password, decodeURIComponent(password), searchParams.get('password') ?? ''];
}

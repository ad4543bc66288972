/**
 * The stage: a simulated Slack, PagerDuty, Kubernetes and Prometheus as HTTP servers, and the real bot configured to talk to
 * them. The world and the database's clock move together; nothing here reaches into the bot.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { botEvents, botScopes } from '../../inbound/slack/manifest.ts';
import { packageRoot } from '../../lib/package-root.ts';
import { type ClusterSim, startClusterSim } from '../../sandbox/cluster-sim.ts';
import { Faults } from '../../sandbox/http/faults.ts';
import { Ledger } from '../../sandbox/http/ledger.ts';
import { WorldClock } from '../../sandbox/http/world-clock.ts';
import { type PagerDutySim, startPagerDutySim } from '../../sandbox/pagerduty/pagerduty-sim.ts';
import { type SlackSim, startSlackSim } from '../../sandbox/slack/start.ts';
import { fullConfig } from '../config/config.ts';
import { readEnvironment } from '../config/environment.ts';
import { type RoleName, type Running, run } from '../roles/start.ts';
import { readMembers } from '../runbook-test/members.ts';
import { compileFolder } from '../workflows.ts';
import { copyWorkflows } from './workflows-copy.ts';

export interface StageOptions {
  /** Folder for the workflows copy, the kubeconfig and, without a database, the embedded PostgreSQL. */
  readonly dir: string;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  /** How Slack reaches the bot. @default http */
  readonly mode?: 'http' | 'socket';
  readonly port?: number;
  readonly logLevel?: string;
  /** Run no bot: the caller starts one with `environment`. */
  readonly without?: 'bot';
  readonly role?: RoleName;
  /** How long Slack waits for the bot, real milliseconds; more than Slack's three seconds is for a busy machine. @default 3000 */
  readonly ackTimeoutMs?: number;
  /** What a story gives beside the world. */
  readonly outside?: Outside;
  /** What recurs falls due as well. @default false */
  readonly cadence?: boolean;
}

/** What else a bot finds outside, and how its workflows are pointed at it. */
export interface Outside {
  /** Namespaces beside the service's own. */
  readonly namespaces: readonly string[];
  /** More environment, once the world has its addresses; `workflows`: the folder that may be edited. */
  open(at: { readonly clock: WorldClock; readonly prometheus: string; readonly workflows: string }): Promise<{
    readonly environment: Readonly<Record<string, string>>;
    close(): Promise<void>;
  }>;
}

export const SECRETS = {
  botToken: 'xoxb-sandbox-bot-token',
  appToken: 'xapp-sandbox-app-token',
  signingSecret: 'sandbox-signing-secret-0001',
  routingKey: 'sandbox-routing-key-000000000001',
  pagerdutyToken: 'sandbox-rest-token',
  webhookSecret: 'sandbox-webhook-secret',
} as const;

export interface Stage {
  readonly clock: WorldClock;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly slack: SlackSim;
  readonly pagerduty: PagerDutySim;
  readonly cluster: ClusterSim;
  /** What a bot needs to live on this stage. */
  readonly environment: Readonly<Record<string, string>>;
  readonly kubeconfig: string;
  /** The database as its owner. Throws until a bot runs. */
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** Tells the world where a bot listens. */
  pointAt(port: number): void;
  /** Moves the world and the database together, then waits until everything due is done. */
  advance(ms: number): Promise<void>;
  /** Waits until nothing due is left to do. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

async function people(slack: SlackSim, workflows: string) {
  const { catalog, problems } = await compileFolder(workflows);
  if (!catalog) throw new Error(`the bundled workflows do not load: ${problems[0]?.file} ${problems[0]?.message}`);
  const { workspace } = slack;
  for (const p of catalog.people) {
    workspace.people.add({ id: p.slack, name: p.id, realName: p.name, ...(p.email ? { email: p.email } : {}) });
  }
  workspace.people.add({ id: 'U0VIEWER', name: 'nora', realName: 'Nora Quist (Sales)' });
  const everyone = [...catalog.people.map((p) => p.slack), 'U0VIEWER'];
  const { incidents, customers } = catalog.channels;
  for (const name of new Set([incidents, customers, ...catalog.cadence.map((c) => c.channel)])) {
    if (name) workspace.channels.add({ name, members: everyone });
  }
  const members = await readMembers(workflows, []);
  for (const { name, slackGroup } of Object.values(catalog.groups)) {
    const users = catalog.people.filter((p) => members[name]?.includes(p.id)).map((p) => p.slack);
    if (slackGroup) workspace.people.addGroup({ id: slackGroup, handle: name, users });
  }
  return catalog.people.flatMap((p) =>
    p.email ? [{ name: p.name, email: p.email, ...(p.pagerduty ? { id: p.pagerduty } : {}) }] : [],
  );
}

const LOOK = 15;
const LONGEST = 60_000;

export async function openStage(o: StageOptions): Promise<Stage> {
  const clock = new WorldClock();
  const ledger = new Ledger(() => clock.now());
  const faults = new Faults();
  const base = { clock, ledger, faults };
  const cluster = await startClusterSim({ ...base, namespaces: o.outside?.namespaces ?? [] });
  const slack = await startSlackSim({
    ...base,
    ...SECRETS,
    mode: o.mode ?? 'http',
    signWith: 'world',
    // What the manifest asks for and nothing more: a right or an event that is missing there is missing here.
    scopes: [...botScopes.keys()],
    subscriptions: botEvents,
    ...(o.ackTimeoutMs === undefined ? {} : { ackTimeoutMs: o.ackTimeoutMs }),
  });
  const workflows = join(o.dir, 'workflows');
  const { healthUrl } = cluster.service;
  await copyWorkflows(join(packageRoot(), 'workflows'), workflows, { healthUrl, cadence: o.cadence === true });
  const outside = await o.outside?.open({ clock, prometheus: cluster.prometheus.url, workflows });
  const users = await people(slack, workflows);
  const pagerduty = await startPagerDutySim({
    ...base,
    routingKeys: { [SECRETS.routingKey]: { service: 'Architect', users } },
    token: SECRETS.pagerdutyToken,
  });
  const kubeconfig = join(o.dir, 'kubeconfig');
  await writeFile(kubeconfig, cluster.kubernetes.kubeconfig('tocsin'), { mode: 0o600 });
  const environment: Record<string, string> = {
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: SECRETS.botToken,
    ...(o.mode === 'socket' ? { SLACK_APP_TOKEN: SECRETS.appToken } : { SLACK_SIGNING_SECRET: SECRETS.signingSecret }),
    PAGERDUTY_EVENTS_URL: pagerduty.eventsUrl,
    PAGERDUTY_API_URL: pagerduty.apiUrl,
    PAGERDUTY_ROUTING_KEY: SECRETS.routingKey,
    PAGERDUTY_TOKEN: SECRETS.pagerdutyToken,
    PAGERDUTY_WEBHOOK_SECRET: SECRETS.webhookSecret,
    KUBECONFIG: kubeconfig,
    PROMETHEUS_URL: cluster.prometheus.url,
    TOCSIN_WORKFLOWS: workflows,
    TOCSIN_DIR: join(o.dir, 'database'),
    ...(o.databaseUrl ? { DATABASE_URL: o.databaseUrl } : {}),
    ...(o.redisUrl ? { REDIS_URL: o.redisUrl } : {}),
    HOST: '127.0.0.1',
    PORT: String(o.port ?? 0),
    LOG_LEVEL: o.logLevel ?? 'warn',
    ...outside?.environment,
  };
  const pointAt = (port: number) => {
    if (o.mode !== 'socket') slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
    pagerduty.setWebhook(`http://127.0.0.1:${port}/pagerduty/webhook`, SECRETS.webhookSecret);
  };
  let bot: Running | undefined;
  const closers = [() => pagerduty.close(), () => slack.close(), () => cluster.close(), async () => outside?.close()];
  const close = async () => {
    await owner?.end();
    await bot?.stop();
    for (const c of closers) await c();
  };
  let owner: pg.Pool | undefined;
  try {
    if (o.without !== 'bot') {
      const { config, secrets } = fullConfig(readEnvironment(environment));
      bot = await run(o.role ?? 'all', config, secrets);
      pointAt(bot.port);
    }
  } catch (e) {
    await close();
    throw e;
  }
  const url = bot?.databaseUrl ?? o.databaseUrl;
  if (url) {
    owner = new pg.Pool({ connectionString: url, max: 2, options: '-c search_path=tocsin' });
    owner.on('error', () => {});
  }
  const query = async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> => {
    if (!owner) throw new Error('there is no database yet');
    return (await owner.query<R>(text, values)).rows;
  };
  const settled = async () => {
    const until = Date.now() + LONGEST;
    for (let quiet = 0; quiet < 2; ) {
      await bot?.look();
      const [row] = await query<{ n: number }>(
        // A post that waits its turn in a channel is tried again in a moment: that moment belongs to it.
        `select count(*)::int as n from effect
          where status = 'leased' or (status = 'ready' and due_at <= app_now() + case when attempts > 0 then 5 else 0 end * interval '1 second')`,
      );
      quiet = row?.n === 0 ? quiet + 1 : 0;
      if (Date.now() > until) throw new Error(`still ${row?.n} effects to do after ${LONGEST / 1000} s`);
      await new Promise((r) => setTimeout(r, LOOK));
    }
  };
  return {
    ...base,
    slack,
    pagerduty,
    cluster,
    environment,
    kubeconfig,
    query,
    pointAt,
    settled,
    async advance(ms) {
      clock.advance(ms);
      await query('update clock set offset_ms = offset_ms + $1', [ms]);
      await settled();
    },
    close,
  };
}

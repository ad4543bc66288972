/** The only reader of the environment: every variable, what it means, and what is wrong with it, all at once. */
import { existsSync, statSync } from 'node:fs';
import { delimiter } from 'node:path';
import { z } from 'zod';
import { strangers } from './strangers.ts';

const url = (protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (v) => URL.canParse(v) && protocols.includes(new URL(v).protocol.replace(':', '')),
      `must be an address beginning with ${protocols.map((p) => `${p}://`).join(' or ')}`,
    );
const web = url(['http', 'https']).refine((v) => {
  if (!URL.canParse(v)) return true;
  const { username, password } = new URL(v);
  return !username && !password;
}, 'must not carry a user name or password');
/** A `%` that encodes nothing would be found out by the first connection, and not by name. */
const withPassword = (protocols: readonly string[]) =>
  url(protocols).refine(
    (v) => !URL.canParse(v) || isEncoded(new URL(v).username + new URL(v).password),
    'has a user name or password with a bare %: write it as %25',
  );
const port = z
  .string()
  .refine((v) => /^\d{1,5}$/.test(v) && Number(v) <= 65_535, 'must be a port number, 0 to 65535')
  .transform(Number);
const folder = z
  .string()
  .refine((v) => statSync(v, { throwIfNoEntry: false })?.isDirectory() === true, 'names no folder that exists');
/** As kubectl reads it: a list, of which what is missing is passed over. */
const files = z
  .string()
  .transform((v) => v.split(delimiter).filter((p) => p !== '' && existsSync(p)))
  .refine((list) => list.length > 0, 'names no file that exists')
  .transform((list) => list.join(delimiter));
/** What stands between commas. */
export const listed = (text: string): string[] =>
  text
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean);
const routingKey = z.string().min(8, 'is too short to be an integration key');

/** In the order people fill them in; README's table is checked against it. */
export const VARIABLES = {
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith('xoxb-', 'must be the bot token of the app (xoxb-…)')
    .describe('Bot token of the Slack app'),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith('xapp-', 'must be an app-level token (xapp-…)')
    .describe('App-level token: Socket Mode, no public address needed'),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(16, 'is too short to be a signing secret')
    .describe('Signing secret: HTTP mode, Slack posts to /slack/events'),
  SLACK_API_URL: web.describe('Another Slack-compatible Web API'),
  PAGERDUTY_ROUTING_KEY: routingKey.describe('Events v2 integration key that pages go to'),
  PAGERDUTY_WEBHOOK_SECRET: z
    .string()
    .refine((v) => listed(v).length > 0, 'holds no secret')
    .refine((v) => listed(v).every((s) => s.length >= 8), 'is too short to be a webhook secret')
    .describe('Secret of the v3 webhook to /pagerduty/webhook; two, comma separated, while one is changed'),
  PAGERDUTY_TOKEN: z.string().min(8, 'is too short to be an API token').describe('REST API token'),
  PAGERDUTY_EVENTS_URL: web.describe('Another Events v2 endpoint'),
  PAGERDUTY_API_URL: web.describe('Another REST endpoint'),
  KUBECONFIG: files.describe('Cluster access; without it the pod’s own service account, then ~/.kube/config'),
  PROMETHEUS_URL: web.describe('Prometheus, up to and without /api/v1'),
  DATABASE_URL: withPassword(['postgres', 'postgresql']).describe(
    'PostgreSQL 13 or newer; without it one is run in TOCSIN_DIR',
  ),
  REDIS_URL: withPassword(['redis', 'rediss']).describe(
    'Redis for the doorbell; without it PostgreSQL does that as well',
  ),
  TOCSIN_WORKFLOWS: folder.describe('Folder of runbooks and policies'),
  TOCSIN_DIR: z.string().describe('Folder of the embedded database'),
  TOCSIN_DEPLOYMENT: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'must be a short name of a-z, 0-9 and -')
    .describe('Name of this installation, part of every PagerDuty key'),
  PORT: port.describe('Port of the HTTP server'),
  HOST: z.string().describe('Address it listens on'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be debug, info, warn, error or silent' })
    .describe('How much is logged'),
  TOCSIN_CRASH_AT: z.string().describe('For crash tests: the named point at which this process kills itself'),
} as const;

export type Variable = keyof typeof VARIABLES;
export type Environment = { readonly [K in Variable]?: z.output<(typeof VARIABLES)[K]> } & {
  /** By name, the default one included: more of them are named in people.yaml and on-call.yaml. */
  readonly routingKeys: Readonly<Record<string, string>>;
  /** What workflows call `secret:NAME`, by that name: from `TOCSIN_SECRET_NAME`. */
  readonly named: Readonly<Record<string, string>>;
  readonly inCluster: boolean;
};

export interface ReadEnvironment {
  readonly values: Environment;
  readonly problems: readonly string[];
  /** Names that look like ours and are not: told, but no reason to stay down. */
  readonly ignored: readonly string[];
}

export function readEnvironment(env: NodeJS.ProcessEnv = process.env): ReadEnvironment {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(VARIABLES)) {
    const given = env[name]?.trim();
    if (!given) continue;
    const read = schema.safeParse(given);
    if (read.success) values[name] = read.data;
    else problems.push(`${name} ${read.error.issues[0]?.message ?? 'is not valid'}`);
  }
  const routingKeys: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!/^PAGERDUTY_ROUTING_KEY(_|$)/.test(name) || !value?.trim()) continue;
    const read = routingKey.safeParse(value.trim());
    if (read.success) routingKeys[name] = read.data;
    else if (name !== 'PAGERDUTY_ROUTING_KEY') problems.push(`${name} ${read.error.issues[0]?.message}`);
  }
  const named = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const short = /^TOCSIN_SECRET_([A-Z][A-Z0-9_]*)$/.exec(name)?.[1];
      return short && value?.trim() ? [[short, value.trim()]] : [];
    }),
  );
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    problems.push(
      'NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off: name your own authority in NODE_EXTRA_CA_CERTS instead',
    );
  }
  const { slips, ignored } = strangers(env, Object.keys(VARIABLES));
  const inCluster = Boolean(env.KUBERNETES_SERVICE_HOST);
  return {
    values: { ...values, routingKeys, named, inCluster } as Environment,
    problems: [...problems, ...slips],
    ignored,
  };
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

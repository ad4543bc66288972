/** All problems at once; and no secret where it could be shown: not in a problem, not in Config. */
import { ConfigError, fullConfig, localConfig } from '../../src/app/config/config.ts';
import { readEnvironment } from '../../src/app/config/environment.ts';

const SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-secret-bot',
  SLACK_APP_TOKEN: 'xapp-secret-app',
  SLACK_SIGNING_SECRET: 'secret-signing-0001',
  PAGERDUTY_ROUTING_KEY: 'secret-key-default',
  PAGERDUTY_ROUTING_KEY_DIRECTORS: 'secret-key-directors',
  PAGERDUTY_WEBHOOK_SECRET: 'secret-hook-new,secret-hook-old',
  PAGERDUTY_TOKEN: 'secret-rest-token',
};
const COMPLETE = {
  ...SECRETS,
  DATABASE_URL: 'postgres://me:secret%2Fpg@db:5432/tocsin?password=secret-param',
  REDIS_URL: 'rediss://:secret%40redis@redis:6380',
  PROMETHEUS_URL: 'http://prometheus:9090',
  PORT: '8080',
};

const full = (env: Record<string, string>) => fullConfig(readEnvironment(env));
const refused = (env: Record<string, string>): string[] => {
  try {
    full(env);
  } catch (e) {
    if (!(e instanceof ConfigError)) throw e;
    return e.message
      .split('\n')
      .filter((line) => line.startsWith('  - '))
      .map((line) => line.slice(4));
  }
  throw new Error('it was taken');
};

it('tells everything that is missing from an empty environment, and where to look', () => {
  expect(refused({})).toEqual([
    'SLACK_BOT_TOKEN is missing: the bot token of your Slack app',
    'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing: how Slack reaches this process',
    'PAGERDUTY_ROUTING_KEY is missing: the Events v2 integration key that pages go to',
  ]);
  expect(() => full({})).toThrow(/README\.md.*npm run sandbox/);
});

it('tells what is wrong, what is missing and what is a slip together, each once', () => {
  const problems = refused({
    SLACK_BOT_TOKEN: 'xoxp-1',
    PAGERDUTY_ROUTNG_KEY: 'R0123456',
    PAGERDUTY_ROUTING_KEY_SHORT: 'R1',
    PORT: 'http',
    LOG_LEVEL: 'loud',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  });
  expect(problems.map((p) => p.split(/[ =]/)[0])).toEqual([
    'SLACK_BOT_TOKEN',
    'PORT',
    'LOG_LEVEL',
    'PAGERDUTY_ROUTING_KEY_SHORT',
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'PAGERDUTY_ROUTNG_KEY',
    'SLACK_APP_TOKEN',
  ]);
});

it('tells of a missing default key also when another key is wrong', () => {
  const { PAGERDUTY_ROUTING_KEY: _, ...env } = SECRETS;
  expect(refused({ ...env, PAGERDUTY_ROUTING_KEY_DIRECTORS: 'R1' })).toEqual([
    'PAGERDUTY_ROUTING_KEY_DIRECTORS is too short to be an integration key',
    'PAGERDUTY_ROUTING_KEY is missing: the Events v2 integration key that pages go to',
  ]);
});

it('never repeats a value in a problem', () => {
  const values = Object.fromEntries(
    [
      ...Object.keys(COMPLETE),
      'KUBECONFIG',
      'TOCSIN_WORKFLOWS',
      'TOCSIN_DEPLOYMENT',
      'LOG_LEVEL',
      'SLACK_SIGNIN_SECRET',
    ].map((name) => [name, `:hush-hush-${name}`]),
  );
  const problems = refused({
    ...values,
    PAGERDUTY_TOKEN: 'hush',
    PAGERDUTY_WEBHOOK_SECRET: 'hush',
    SLACK_SIGNING_SECRET: '',
  });
  expect(problems.length).toBeGreaterThan(8);
  expect(problems.join('\n')).not.toContain('hush');
  expect(refused({ ...COMPLETE, PROMETHEUS_URL: 'http://me:hush-hush@h' }).join('')).not.toContain('hush');
  expect(refused({ ...COMPLETE, DATABASE_URL: 'postgres://me:hush%@h/d' }).join('')).not.toContain('hush');
});

it('keeps every secret out of Config and in Secrets, and knows each as it is written and as it is sent', () => {
  const { config, secrets } = full(COMPLETE);
  expect(JSON.stringify(config)).not.toContain('secret-');
  expect(JSON.stringify(config)).not.toMatch(/secret(%|\/|@)/);
  expect(config).toMatchObject({ database: { kind: 'named' }, slack: { mode: 'socket' }, http: { port: 8080 } });
  expect(secrets).toMatchObject({
    botToken: 'xoxb-secret-bot',
    databaseUrl: COMPLETE.DATABASE_URL,
    redisUrl: COMPLETE.REDIS_URL,
    webhookSecrets: ['secret-hook-new', 'secret-hook-old'],
    routingKeys: {
      PAGERDUTY_ROUTING_KEY: 'secret-key-default',
      PAGERDUTY_ROUTING_KEY_DIRECTORS: 'secret-key-directors',
    },
  });
  const { PAGERDUTY_WEBHOOK_SECRET: hooks, ...single } = SECRETS;
  const pieces = ['secret%2Fpg', 'secret/pg', 'secret-param', 'secret%40redis', 'secret@redis'];
  expect([...secrets.all].sort()).toEqual([...Object.values(single), ...hooks.split(','), ...pieces].sort());
});

it('gives what only needs the database and the workflows without Slack or PagerDuty, and still refuses what is wrong', () => {
  const local = localConfig(readEnvironment({ DATABASE_URL: COMPLETE.DATABASE_URL }));
  expect(local.secrets).toEqual({ databaseUrl: COMPLETE.DATABASE_URL });
  expect(local.config.database).toEqual({ kind: 'named' });
  expect(localConfig(readEnvironment({})).config.database).toEqual({ kind: 'embedded', dir: '.tocsin' });
  expect(() => localConfig(readEnvironment({ PORT: 'x' }))).toThrow(ConfigError);
});

it.each([
  [{ SLACK_APP_TOKEN: '' }, 'http'],
  [{ SLACK_SIGNING_SECRET: '' }, 'socket'],
  [{}, 'socket'],
])('with %j Slack is reached in %s mode', (change, mode) => {
  expect(full({ ...SECRETS, ...change }).config.slack.mode).toBe(mode);
});

it.each([
  [{}, undefined],
  [{ KUBERNETES_SERVICE_HOST: '10.0.0.1' }, 'in-cluster'],
  [{ KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBECONFIG: process.execPath }, process.execPath],
])('with %j the cluster is %s', (env, kubeconfig) => {
  expect(full({ ...SECRETS, ...env }).config.kubernetes.kubeconfig).toBe(kubeconfig);
});

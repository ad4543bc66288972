/** Every variable: what it takes, what it refuses, and in which words. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { readEnvironment, VARIABLES, type Variable } from '../../src/app/config/environment.ts';

let dir: string;
let file: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
  file = join(dir, 'kubeconfig');
  writeFileSync(file, '');
});
afterAll(() => rmSync(dir, { recursive: true }));

const read = (name: string, value: string) => readEnvironment({ [name]: value });

const GOOD: Readonly<Record<Variable, readonly string[]>> = {
  SLACK_BOT_TOKEN: ['xoxb-1-2-abc', '  xoxb-around-it  '],
  SLACK_APP_TOKEN: ['xapp-1-A-2-abc'],
  SLACK_SIGNING_SECRET: ['0123456789abcdef'],
  SLACK_API_URL: ['https://slack.test/api/', 'http://127.0.0.1:4010'],
  PAGERDUTY_ROUTING_KEY: ['R0123456'],
  PAGERDUTY_WEBHOOK_SECRET: ['secret-one', 'secret-one,secret-two', 'secret-one, secret-two,'],
  PAGERDUTY_TOKEN: ['u+abcdefgh'],
  PAGERDUTY_EVENTS_URL: ['https://events.eu.pagerduty.com', 'http://[::1]:4020/v2/enqueue'],
  PAGERDUTY_API_URL: ['https://api.eu.pagerduty.com'],
  KUBECONFIG: [],
  PROMETHEUS_URL: ['http://prometheus:9090', 'https://thanos.test/prefix'],
  DATABASE_URL: ['postgres://u:p@h:5432/d', 'postgresql://u:100%25@h/d?sslmode=verify-full', 'postgres:///d?host=/run'],
  REDIS_URL: ['redis://h:6379', 'rediss://:p%40ss@h:6380/1'],
  TOCSIN_WORKFLOWS: [],
  TOCSIN_DIR: ['/var/lib/tocsin'],
  TOCSIN_DEPLOYMENT: ['tocsin', 'a', '0-prod-eu'],
  PORT: ['0', '3000', '65535'],
  HOST: ['127.0.0.1', '::'],
  LOG_LEVEL: ['debug', 'info', 'warn', 'error', 'silent'],
  TOCSIN_CRASH_AT: ['after-claim:page.trigger'],
};

const BAD: readonly (readonly [Variable, string, string])[] = [
  ['SLACK_BOT_TOKEN', 'xoxp-not-a-bot', 'must be the bot token of the app (xoxb-…)'],
  ['SLACK_APP_TOKEN', 'xoxb-swapped', 'must be an app-level token (xapp-…)'],
  ['SLACK_SIGNING_SECRET', 'short', 'is too short to be a signing secret'],
  ['SLACK_API_URL', 'slack.com/api', 'must be an address beginning with http:// or https://'],
  ['SLACK_API_URL', 'wss://slack.com', 'must be an address beginning with http:// or https://'],
  ['PAGERDUTY_ROUTING_KEY', 'R012345', 'is too short to be an integration key'],
  ['PAGERDUTY_WEBHOOK_SECRET', 'long-enough,short', 'is too short to be a webhook secret'],
  ['PAGERDUTY_WEBHOOK_SECRET', ' , ', 'holds no secret'],
  ['PAGERDUTY_TOKEN', 'short', 'is too short to be an API token'],
  ['PAGERDUTY_EVENTS_URL', 'https://', 'must be an address beginning with http:// or https://'],
  ['PAGERDUTY_API_URL', 'ftp://x', 'must be an address beginning with http:// or https://'],
  ['KUBECONFIG', '/nowhere/kubeconfig', 'names no file that exists'],
  ['KUBECONFIG', delimiter, 'names no file that exists'],
  ['PROMETHEUS_URL', 'https://me:hunter22@prometheus', 'must not carry a user name or password'],
  ['DATABASE_URL', 'mysql://h/d', 'must be an address beginning with postgres:// or postgresql://'],
  ['DATABASE_URL', 'postgres://u:100%@h/d', 'has a user name or password with a bare %: write it as %25'],
  ['REDIS_URL', 'http://h', 'must be an address beginning with redis:// or rediss://'],
  ['REDIS_URL', 'redis://:50%-off@h', 'has a user name or password with a bare %: write it as %25'],
  ['TOCSIN_WORKFLOWS', '/nowhere/workflows', 'names no folder that exists'],
  ['TOCSIN_DEPLOYMENT', 'My Company', 'must be a short name of a-z, 0-9 and -'],
  ['TOCSIN_DEPLOYMENT', 'a:b', 'must be a short name of a-z, 0-9 and -'],
  ['TOCSIN_DEPLOYMENT', 'a'.repeat(32), 'must be a short name of a-z, 0-9 and -'],
  ['PORT', '65536', 'must be a port number, 0 to 65535'],
  ['PORT', '0x50', 'must be a port number, 0 to 65535'],
  ['PORT', '80.5', 'must be a port number, 0 to 65535'],
  ['PORT', '-1', 'must be a port number, 0 to 65535'],
  ['PORT', 'tcp://10.0.0.1:3000', 'must be a port number, 0 to 65535'],
  ['LOG_LEVEL', 'verbose', 'must be debug, info, warn, error or silent'],
];

it.each(Object.entries(GOOD).flatMap(([name, values]) => values.map((v) => [name, v] as const)))(
  '%s takes %s',
  (name, value) => {
    const { values, problems } = read(name, value);
    expect(problems).toEqual([]);
    expect(String(values[name as Variable])).toBe(value.trim());
  },
);

it.each(BAD)('%s refuses %s: it %s', (name, value, words) => {
  const { values, problems } = read(name, value);
  expect(problems).toEqual([`${name} ${words}`]);
  expect(values[name]).toBeUndefined();
});

it('has a good and, where anything can be wrong, a bad value for every variable', () => {
  const anything: readonly string[] = ['TOCSIN_DIR', 'HOST', 'TOCSIN_CRASH_AT'];
  for (const name of Object.keys(VARIABLES) as Variable[]) {
    expect([name, anything.includes(name) || BAD.some(([bad]) => bad === name)]).toEqual([name, true]);
    expect([name, GOOD[name].length > 0 || ['KUBECONFIG', 'TOCSIN_WORKFLOWS'].includes(name)]).toEqual([name, true]);
  }
});

it('takes an empty variable for one that is not set, as Compose writes it', () => {
  const env = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, '  ']));
  const { values, problems, ignored } = readEnvironment(env);
  expect({ problems, ignored }).toEqual({ problems: [], ignored: [] });
  expect(values).toEqual({ routingKeys: {}, named: {}, inCluster: false });
});

it('reads KUBECONFIG as kubectl does: a list, of which what is missing is passed over', () => {
  expect(read('KUBECONFIG', file).values.KUBECONFIG).toBe(file);
  const list = ['/nowhere/config', file, '', dir].join(delimiter);
  expect(read('KUBECONFIG', list).values.KUBECONFIG).toBe([file, dir].join(delimiter));
});

it('takes for the workflows a folder, not a file and not a list', () => {
  expect(read('TOCSIN_WORKFLOWS', dir).problems).toEqual([]);
  for (const wrong of [file, `${dir}${delimiter}${dir}`]) {
    expect(read('TOCSIN_WORKFLOWS', wrong).problems).toEqual(['TOCSIN_WORKFLOWS names no folder that exists']);
  }
});

it('collects routing keys by name, each held to the same rule', () => {
  const { values, problems } = readEnvironment({
    PAGERDUTY_ROUTING_KEY: 'R0123456',
    PAGERDUTY_ROUTING_KEY_DIRECTORS: ' R9876543 ',
    PAGERDUTY_ROUTING_KEY_EMPTY: '',
    PAGERDUTY_ROUTING_KEY_SHORT: 'R1',
  });
  expect(values.routingKeys).toEqual({
    PAGERDUTY_ROUTING_KEY: 'R0123456',
    PAGERDUTY_ROUTING_KEY_DIRECTORS: 'R9876543',
  });
  expect(problems).toEqual(['PAGERDUTY_ROUTING_KEY_SHORT is too short to be an integration key']);
});

it('refuses to run with certificate checks turned off, and says what to do instead', () => {
  expect(read('NODE_TLS_REJECT_UNAUTHORIZED', '0').problems).toEqual([
    expect.stringMatching(/^NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off: .*NODE_EXTRA_CA_CERTS/),
  ]);
  expect(read('NODE_TLS_REJECT_UNAUTHORIZED', '1').problems).toEqual([]);
});

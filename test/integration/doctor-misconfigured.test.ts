/** One thing is wrong at a time: doctor finds exactly that, and names the remedy. Then it is mended, and all is well again. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Status } from '../../src/app/doctor/finding.ts';
import { botScopes } from '../../src/inbound/slack/manifest.ts';
import type { Rule } from '../../src/sandbox/kubernetes/rbac.ts';
import { closedPort, type Doctored, openDoctored } from '../support/doctored.ts';

let at: Doctored;
beforeAll(async () => {
  at = await openDoctored();
});
afterAll(() => at.close());

/** Ways to undo what a plant did, newest first. */
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

type Changes = Readonly<Record<string, string | undefined>>;

interface Plant {
  readonly what: string;
  /** Makes it wrong; may answer with changes to the environment. */
  plant(): Promise<Changes | undefined> | Changes | undefined;
  readonly id: string;
  readonly status?: Status;
  readonly found: RegExp;
  readonly remedy: RegExp;
  /** @default 1 */
  readonly times?: number;
}

const scopes = (list: readonly string[]) => {
  at.stage.slack.setScopes(list);
  undo.push(() => at.stage.slack.setScopes([...botScopes.keys()]));
  return undefined;
};

const channel = (name: string) => at.stage.slack.workspace.channel(name);

async function edited(file: string, path: readonly (string | number)[], value: unknown): Promise<undefined> {
  const full = join(at.workflows, file);
  const before = await readFile(full, 'utf8');
  undo.push(() => writeFile(full, before));
  const doc = parseDocument(before);
  doc.setIn(path, value);
  await writeFile(full, doc.toString());
  return undefined;
}

async function sql(wrong: string, right: string): Promise<undefined> {
  await at.sql(wrong);
  undo.push(() => at.sql(right));
  return undefined;
}

const NAMESPACE = 'architect-production';
const TOKEN = 'sandbox-tocsin-token';

/** What Tocsin may do in its namespace, from here on. */
function rules(change: (before: readonly Rule[]) => readonly Rule[]): undefined {
  const set = (list: readonly Rule[]) => at.stage.cluster.world.setUser({ name: 'tocsin', token: TOKEN, rules: list });
  const usual: readonly Rule[] = [
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'patch'], namespaces: [NAMESPACE] },
    { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['list'], namespaces: [NAMESPACE] },
    { apiGroups: [''], resources: ['pods', 'events'], verbs: ['list'], namespaces: [NAMESPACE] },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'], namespaces: [NAMESPACE] },
    { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['list'], namespaces: [NAMESPACE] },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: ['list'], namespaces: [NAMESPACE] },
  ];
  set(change(usual));
  undo.push(() => set(usual));
  return undefined;
}

const without = (resource: string, verb: string) => (before: readonly Rule[]) =>
  before.map((r) => (r.resources.includes(resource) ? { ...r, verbs: r.verbs.filter((v) => v !== verb) } : r));

const also = (rule: Omit<Rule, 'namespaces'>) => (before: readonly Rule[]) => [
  ...before,
  { ...rule, namespaces: [NAMESPACE] },
];

const ADA = 'ada@example.com';
const MAY_ACT_AS_ADA: Rule = { apiGroups: [''], resources: ['users'], verbs: ['impersonate'], resourceNames: [ADA] };

function subscription(to: Parameters<typeof at.stage.pagerduty.webhooks.change>[0]): undefined {
  const { webhooks } = at.stage.pagerduty;
  const [first] = webhooks.subscriptions();
  if (!first) throw new Error('there is no subscription to change');
  webhooks.change(to);
  undo.push(() => webhooks.change({ active: first.active, events: first.events, url: first.url }));
  return undefined;
}

/** A runbook that asks a database and a cache of the service, and where they are said to be. */
async function targets(steps: string): Promise<void> {
  const files = { 'architect/asks.yaml': `name: Asks\nsteps:\n${steps}`, 'org/targets.yaml': TARGETS };
  for (const [file, text] of Object.entries(files)) {
    await writeFile(join(at.workflows, file), text);
    undo.push(() => rm(join(at.workflows, file)));
  }
}
const TARGETS = 'databases: { shop: { diagnose: SHOP_DIAGNOSE } }\ncaches: { shop: SHOP_CACHE }\n';
const ASKS = '  - postgres.query: { database: shop, sql: select 1 as ok }\n';
const PINGS = '  - redis.ping: shop\n';
/** An address in the PostgreSQL that is there, as this role. */
function address(database: string, role?: string): string {
  const url = new URL(at.environment.DATABASE_URL ?? '');
  url.pathname = `/${database}`;
  if (role !== undefined) [url.username, url.password] = [role, 'look'];
  return url.href;
}
async function shop(): Promise<void> {
  await at.sql('create database shop');
  await at.sql("create role shop_look login password 'look'");
  undo.push(async () => {
    await at.sql('drop database shop with (force)');
    await at.sql('drop role shop_look');
  });
}

const PLANTS: readonly Plant[] = [
  {
    what: 'the signing secret is not set',
    plant: () => ({ SLACK_SIGNING_SECRET: undefined }),
    id: 'configuration.environment',
    found: /SLACK_SIGNING_SECRET \(HTTP\) is missing/,
    remedy: /set SLACK_APP_TOKEN .*connections:write.* or set SLACK_SIGNING_SECRET .*Signing Secret/,
  },
  {
    what: 'a variable is misspelt',
    plant: () => ({ PAGERDUTY_TOKEN: undefined, PAGERDUTY_TOKN: 'hush-hush-hush' }),
    id: 'configuration.environment',
    found: /PAGERDUTY_TOKN is not a variable/,
    remedy: /rename PAGERDUTY_TOKN to PAGERDUTY_TOKEN/,
  },
  {
    what: 'an address and a file are not what they should be',
    plant: () => ({ PROMETHEUS_URL: 'prometheus:9090', KUBECONFIG: '/no/such/file', REDIS_URL: 'localhost' }),
    id: 'configuration.environment',
    found: /KUBECONFIG names no file that exists/,
    remedy: /set KUBECONFIG/,
    times: 3,
  },
  {
    what: 'a policy pages a role that nobody holds',
    plant: () => edited('org/people.yaml', ['roles', 'director'], ['nobody']),
    id: 'workflows.files',
    found: /org\/people\.yaml:\d+:\d+/,
    remedy: /tocsin check/,
  },
  {
    what: 'the bot token is of another app',
    plant: () => ({ SLACK_BOT_TOKEN: 'xoxb-some-other-token' }),
    id: 'slack.token',
    found: /invalid_auth/,
    remedy: /OAuth & Permissions into SLACK_BOT_TOKEN/,
  },
  {
    what: 'Slack is not where SLACK_API_URL says',
    plant: async () => ({ SLACK_API_URL: `http://127.0.0.1:${await closedPort()}/api/` }),
    id: 'slack.token',
    found: /ECONNREFUSED/,
    remedy: /SLACK_API_URL/,
  },
  {
    what: 'the app-level token is wrong',
    plant: () => ({ SLACK_APP_TOKEN: 'xapp-of-somebody-else' }),
    id: 'slack.app-token',
    found: /SLACK_APP_TOKEN \(invalid_auth\)/,
    remedy: /connections:write.*App-Level Tokens/,
  },
  {
    what: 'the scope chat:write is missing',
    plant: () => scopes([...botScopes.keys()].filter((s) => s !== 'chat:write')),
    id: 'slack.scopes',
    found: /chat:write is missing: cards, updates and answers/,
    remedy: /add chat:write at .*Bot Token Scopes, then Reinstall/,
  },
  {
    what: 'a scope that other checks need is missing',
    plant: () => scopes([...botScopes.keys()].filter((s) => s !== 'users:read')),
    id: 'slack.scopes',
    found: /users:read is missing/,
    remedy: /add users:read/,
  },
  {
    what: 'the app may read every direct message',
    plant: () => scopes([...botScopes.keys(), 'im:history']),
    id: 'slack.scopes',
    status: 'warning',
    found: /not needed: im:history/,
    remedy: /remove it at .*Bot Token Scopes/,
  },
  {
    what: 'there is no channel of the name in settings.yaml',
    plant: () => edited('org/settings.yaml', ['channels', 'incidents'], 'outages'),
    id: 'slack.channels',
    found: /no public channel #outages/,
    remedy: /create #outages .* or write .*channels\.incidents/,
  },
  {
    what: 'there is no channel of the name that what recurs is told in',
    async plant() {
      const file = join(at.workflows, 'architect/cadence.yaml');
      await writeFile(file, 'zone: UTC\nchannel: ops-checks\nreviews: { every: week, at: "09:00" }\n');
      undo.push(() => rm(file));
      return undefined;
    },
    id: 'slack.channels',
    found: /no public channel #ops-checks \(architect\/cadence\.yaml\)/,
    remedy: /create #ops-checks .* architect\/cadence\.yaml/,
  },
  {
    what: 'the channel for incidents is archived',
    plant() {
      channel('incidents').archived = true;
      undo.push(() => {
        channel('incidents').archived = false;
      });
      return undefined;
    },
    id: 'slack.channels',
    found: /#incidents .* is archived/,
    remedy: /unarchive #incidents/,
  },
  {
    what: 'the id of somebody in people.yaml is not in Slack',
    plant: () => edited('org/people.yaml', ['people', 'grace', 'slack'], 'U0NOBODY'),
    id: 'slack.people',
    found: /Grace Hopper: Slack knows no U0NOBODY/,
    remedy: /people\.grace\.slack in org\/people\.yaml .*Copy member ID/,
  },
  {
    what: 'somebody who is paged has left the company',
    plant() {
      at.stage.slack.workspace.people.change('U0DORA', { deleted: true });
      undo.push(() => at.stage.slack.workspace.people.change('U0DORA', { deleted: false }));
      return undefined;
    },
    id: 'slack.people',
    found: /Dora Klein.* is deactivated/,
    remedy: /take dora out of org\/people\.yaml/,
  },
  {
    what: 'the user group that approves does not exist',
    plant: () => edited('org/permissions.yaml', ['groups', 'sre', 'slackGroup'], 'S0GONE'),
    id: 'slack.groups',
    found: /no user group S0GONE/,
    remedy: /groups\.sre\.slackGroup .*Copy group ID/,
  },
  {
    what: 'nobody is in the user group that approves',
    plant() {
      const group = at.stage.slack.workspace.people.group('S0SRE');
      const before = group?.users ?? [];
      if (group) group.users = [];
      undo.push(() => group && Object.assign(group, { users: before }));
      return undefined;
    },
    id: 'slack.groups',
    found: /nobody is in @sre/,
    remedy: /add people to @sre/,
  },
  {
    what: 'the routing key is wrong',
    plant: () => ({ PAGERDUTY_ROUTING_KEY: 'f'.repeat(32) }),
    id: 'pagerduty.routing-keys',
    found: /does not know the key in PAGERDUTY_ROUTING_KEY: .*invalid routing key/,
    remedy: /Integration Key/,
  },
  {
    what: 'a second routing key is wrong',
    async plant() {
      await edited('org/people.yaml', ['roles', 'director'], {
        people: ['dora'],
        routingKey: 'PAGERDUTY_ROUTING_KEY_DIRECTORS',
      });
      return { PAGERDUTY_ROUTING_KEY_DIRECTORS: 'd'.repeat(32) };
    },
    id: 'pagerduty.routing-keys',
    found: /the key in PAGERDUTY_ROUTING_KEY_DIRECTORS/,
    remedy: /into PAGERDUTY_ROUTING_KEY_DIRECTORS/,
  },
  {
    what: 'a routing key that the workflows name is not set',
    plant: () =>
      edited('org/people.yaml', ['roles', 'director'], {
        people: ['dora'],
        routingKey: 'PAGERDUTY_ROUTING_KEY_DIRECTORS',
      }),
    id: 'pagerduty.routing-keys',
    found: /names PAGERDUTY_ROUTING_KEY_DIRECTORS, which is not set/,
    remedy: /set PAGERDUTY_ROUTING_KEY_DIRECTORS/,
  },
  {
    what: 'the REST token is wrong',
    plant: () => ({ PAGERDUTY_TOKEN: 'not-the-rest-token' }),
    id: 'pagerduty.token',
    found: /does not accept PAGERDUTY_TOKEN/,
    remedy: /API Access Keys/,
  },
  {
    what: 'the webhook goes to another tool',
    plant: () => subscription({ url: 'https://elsewhere.example.com/hooks/very-secret-path' }),
    id: 'pagerduty.webhook',
    found: /no webhook goes to \/pagerduty\/webhook: there are only https:\/\/elsewhere\.example\.com;/,
    remedy: /\/pagerduty\/webhook, for incident\.triggered/,
  },
  {
    what: 'there is no webhook',
    plant() {
      const { webhooks } = at.stage.pagerduty;
      const [first] = webhooks.subscriptions();
      webhooks.remove(first?.id ?? '');
      undo.push(() => webhooks.subscribe(first?.url ?? '', first?.secrets ?? []));
      return undefined;
    },
    id: 'pagerduty.webhook',
    found: /there is none/,
    remedy: /make one at .*Generic Webhooks/,
  },
  {
    what: 'the webhook is switched off',
    plant: () => subscription({ active: false }),
    id: 'pagerduty.webhook',
    found: /is inactive/,
    remedy: /switch it on/,
  },
  {
    what: 'the webhook does not tell of acks',
    plant: () => subscription({ events: ['incident.triggered', 'incident.resolved'] }),
    id: 'pagerduty.webhook',
    found: /not for incident\.acknowledged/,
    remedy: /add incident\.acknowledged/,
  },
  {
    what: 'the secret of the webhook is not set',
    plant: () => ({ PAGERDUTY_WEBHOOK_SECRET: undefined }),
    id: 'pagerduty.webhook-secret',
    status: 'warning',
    found: /webhooks are refused/,
    remedy: /put its secret into PAGERDUTY_WEBHOOK_SECRET/,
  },
  {
    what: 'Tocsin may not patch deployments',
    plant: () => rules(without('deployments', 'patch')),
    id: 'kubernetes.rights',
    found:
      /may not patch deployments\.apps in architect-production: steps kubernetes\.rolloutRestart \(architect\/api-completely-down\.yaml:\d+\).* will fail/,
    remedy: /apiGroups: \[apps\]\n {4}resources: \[deployments\]\n {4}verbs: \[patch\]/,
  },
  {
    what: 'Tocsin may not read logs',
    plant: () => rules(without('pods/log', 'get')),
    id: 'kubernetes.rights',
    found: /may not get pods\/log .*step kubernetes\.logs/,
    remedy: /apiGroups: \[""\]\n {4}resources: \[pods\/log\]/,
  },
  {
    what: 'Tocsin may not see autoscalers',
    plant: () => rules(without('horizontalpodautoscalers', 'list')),
    id: 'kubernetes.rights',
    status: 'warning',
    found: /approvers are not shown an autoscaler/,
    remedy: /resources: \[horizontalpodautoscalers\]/,
  },
  {
    what: 'Tocsin may read secrets and open shells',
    plant: () =>
      rules((before) =>
        also({ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] })(
          also({ apiGroups: [''], resources: ['secrets'], verbs: ['get'] })(before),
        ),
      ),
    id: 'kubernetes.surplus',
    status: 'warning',
    found: /get secrets; create pods\/exec/,
    remedy: /bind only the rules of deploy\/kubernetes-role\.yaml/,
  },
  {
    what: 'Tocsin may do everything',
    plant: () => rules(also({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] })),
    id: 'kubernetes.surplus',
    status: 'warning',
    found: /wildcard: \* on \* of \*/,
    remedy: /kubectl auth can-i --list/,
  },
  {
    what: 'a person in whose name Tocsin may not act',
    plant: () => edited('org/people.yaml', ['people', 'ada', 'kubernetes'], 'ada@example.com'),
    id: 'kubernetes.impersonation',
    found: /may not impersonate ada@example\.com: what Ada Lovelace asks for in the cluster will fail/,
    remedy: /resourceNames: \["ada@example\.com"\]/,
  },
  {
    what: 'nobody in whose name the cluster is changed may change it',
    async plant() {
      rules((before) => [...before, MAY_ACT_AS_ADA]);
      return await edited('org/people.yaml', ['people', 'ada', 'kubernetes'], ADA);
    },
    id: 'kubernetes.people',
    found: /nobody of org\/people\.yaml may patch deployments\.apps in architect-production: steps .* will be refused/,
    remedy: /bind these rules to one of ada@example\.com:\n {2}- apiGroups: \[apps\]/,
  },
  {
    what: 'Tocsin may act in anybody’s name',
    plant: () => rules(also({ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] })),
    id: 'kubernetes.surplus',
    status: 'warning',
    found: /impersonate users/,
    remedy: /bind only the rules/,
  },
  {
    what: 'a policy that wants names, and nobody has one',
    plant: () => edited('org/policy.yaml', ['impersonate'], 'required'),
    id: 'kubernetes.impersonation',
    found: /nobody has one: every change will be refused/,
    remedy: /write kubernetes: with the user name/,
  },
  {
    what: 'the cluster is not where the kubeconfig says',
    async plant() {
      const text = await readFile(at.stage.kubeconfig, 'utf8');
      const file = join(at.workflows, '..', 'kubeconfig-of-nowhere');
      await writeFile(file, text.replace(/server: .*/, `server: http://127.0.0.1:${await closedPort()}`));
      return { KUBECONFIG: file };
    },
    id: 'kubernetes.reachable',
    found: /runbooks need the cluster, and the cluster cannot be reached/,
    remedy: /KUBECONFIG .*kubectl version/,
  },
  {
    what: 'the token in the kubeconfig is no longer valid',
    plant() {
      at.stage.cluster.world.setUser({ name: 'tocsin', token: 'another-token', rules: [] });
      undo.push(() => rules((usual) => usual));
      return undefined;
    },
    id: 'kubernetes.reachable',
    found: /does not accept our credentials/,
    remedy: /KUBECONFIG/,
  },
  {
    what: 'PROMETHEUS_URL leads to something else',
    plant: () => ({ PROMETHEUS_URL: at.stage.cluster.service.url }),
    id: 'prometheus.reachable',
    found: /Prometheus/,
    remedy: /without \/api\/v1/,
  },
  {
    what: 'PROMETHEUS_URL is not set although a step asks it',
    plant: () => ({ PROMETHEUS_URL: undefined }),
    id: 'prometheus.reachable',
    found: /step prometheus\.query .* will fail/,
    remedy: /set PROMETHEUS_URL/,
  },
  {
    // Of the right form, and refused by the server: what has the wrong form does not load.
    what: 'a query of a runbook that Prometheus refuses',
    async plant() {
      const file = join(at.workflows, 'architect/api-completely-down.yaml');
      const before = await readFile(file, 'utf8');
      undo.push(() => writeFile(file, before));
      await writeFile(file, before.replace(/prometheus\.query: .*/, `prometheus.query: 'sum("up")'`));
      return undefined;
    },
    id: 'prometheus.queries',
    found: /step prometheus\.query .* will fail: /,
    remedy: /mend the query at architect\/api-completely-down\.yaml:\d+/,
  },
  {
    what: 'a runbook starts a program that is not on this machine',
    async plant() {
      const commands = join(at.workflows, 'org/commands.yaml');
      const runbook = join(at.workflows, 'architect/restart.yaml');
      undo.push(() => rm(commands, { force: true }));
      undo.push(() => rm(runbook, { force: true }));
      await writeFile(commands, 'commands:\n  restart: { does: x, run: [/opt/none/restart], effect: change }\n');
      await writeFile(runbook, 'name: Restart\nsteps:\n  - command.run: restart\n');
      return undefined;
    },
    id: 'programs.present',
    found: /there is no \/opt\/none\/restart .* step command\.run \(architect\/restart\.yaml:3\) will fail/,
    remedy: /install it on every worker/,
  },
  {
    what: 'the health address is private and not allowed',
    plant: () => edited('org/settings.yaml', ['allowedHosts'], []),
    id: 'health.addresses',
    found: /architect\/service\.yaml\) is refused: 127\.0\.0\.1 is not a public address/,
    remedy: /add 127\.0\.0\.1:\d+ to allowedHosts in org\/settings\.yaml/,
  },
  {
    what: 'the database is not where DATABASE_URL says',
    plant: async () => ({ DATABASE_URL: `postgres://tocsin:hush@127.0.0.1:${await closedPort()}/tocsin` }),
    id: 'database.reachable',
    found: /ECONNREFUSED/,
    remedy: /DATABASE_URL/,
  },
  {
    what: 'the password of the database is wrong',
    plant() {
      const url = new URL(at.environment.DATABASE_URL ?? '');
      url.password = 'not-the-password';
      return { DATABASE_URL: url.href };
    },
    id: 'database.reachable',
    found: /password authentication failed/,
    remedy: /user and password in DATABASE_URL/,
  },
  {
    what: 'the migrations are not applied',
    async plant() {
      await sql('create database fresh', 'drop database fresh with (force)');
      const url = new URL(at.environment.DATABASE_URL ?? '');
      url.pathname = '/fresh';
      return { DATABASE_URL: url.href };
    },
    id: 'database.migrations',
    found: /0001_loop/,
    remedy: /tocsin migrate/,
  },
  {
    what: 'a runbook asks a database whose address is not set',
    plant: () => targets(ASKS).then(() => undefined),
    id: 'targets.databases',
    found: /the address of shop is not set.*postgres\.query \(architect\/asks\.yaml:3\) will fail/,
    remedy: /set that variable where workers run/,
  },
  {
    what: 'the role that looks may do everything',
    plant: async () => {
      await targets(ASKS);
      await shop();
      return { TOCSIN_SECRET_SHOP_DIAGNOSE: address('shop') };
    },
    id: 'targets.databases',
    found: /the role that looks at shop/,
    remedy: /make a role of its own/,
  },
  {
    what: 'a runbook would ask our own record',
    plant: async () => {
      await targets(ASKS);
      await shop();
      return {
        TOCSIN_SECRET_SHOP_DIAGNOSE: address(new URL(at.environment.DATABASE_URL ?? '').pathname.slice(1), 'shop_look'),
      };
    },
    id: 'targets.databases',
    found: /Tocsin's own record/,
    remedy: /the service’s own database/,
  },
  {
    what: 'a database that is not there',
    plant: async () => {
      await targets(ASKS);
      await shop();
      return { TOCSIN_SECRET_SHOP_DIAGNOSE: address('shopp', 'shop_look') };
    },
    id: 'targets.databases',
    found: /shopp/,
    remedy: /host, port, login and database/,
  },
  {
    what: 'a cache that nobody answers for',
    plant: async () => {
      await targets(PINGS);
      return { TOCSIN_SECRET_SHOP_CACHE: `redis://127.0.0.1:${await closedPort()}` };
    },
    id: 'targets.caches',
    found: /shop.*redis\.ping \(architect\/asks\.yaml:3\) will fail/,
    remedy: /host, port and password/,
  },
  {
    what: 'a cache whose address is not set',
    plant: () => targets(PINGS).then(() => undefined),
    id: 'targets.caches',
    found: /not set/,
    remedy: /set that variable where workers run/,
  },
  {
    what: 'the application may change the timeline',
    plant: () =>
      sql(
        'grant update, delete on tocsin.timeline to tocsin_app',
        'revoke update, delete on tocsin.timeline from tocsin_app',
      ),
    id: 'database.role',
    found: /tocsin_app has UPDATE, DELETE on the timeline/,
    remedy: /revoke UPDATE, DELETE on tocsin\.timeline from tocsin_app;/,
  },
  {
    what: 'the application is a superuser',
    plant: () => sql('alter role tocsin_app superuser', 'alter role tocsin_app nosuperuser'),
    id: 'database.role',
    found: /superuser/,
    remedy: /alter role tocsin_app nosuperuser;/,
  },
  {
    what: 'the trigger of the timeline is switched off',
    plant: () =>
      sql(
        'alter table tocsin.timeline disable trigger append_only',
        'alter table tocsin.timeline enable trigger append_only',
      ),
    id: 'database.role',
    found: /trigger .* switched off/,
    remedy: /enable trigger append_only/,
  },
  {
    what: 'commits do not wait for the disk',
    plant: () =>
      sql('alter database tocsin set synchronous_commit = off', 'alter database tocsin reset synchronous_commit'),
    id: 'database.settings',
    status: 'warning',
    found: /synchronous_commit is off/,
    remedy: /synchronous_commit = on/,
  },
  {
    what: 'Redis is not where REDIS_URL says',
    plant: async () => ({ REDIS_URL: `redis://:hush@127.0.0.1:${await closedPort()}` }),
    id: 'queue.redis',
    found: /ECONNREFUSED/,
    remedy: /REDIS_URL/,
  },
];

const tag = (v: { id: string; status: Status }) => `${v.status} ${v.id}`;

test.each(PLANTS.map((p) => [p.what, p] as const))(
  '%s',
  async (_what, { plant, id, status = 'problem', found, remedy, times = 1 }) => {
    const changes = await plant();
    const { code, amiss, printed } = await at.examine({ ...at.environment, ...changes });
    expect(amiss.map(tag)).toEqual(Array(times).fill(tag({ id, status })));
    const [finding] = amiss;
    expect(finding?.found).toMatch(found);
    expect(finding && 'remedy' in finding ? finding.remedy : '').toMatch(remedy);
    expect(finding && 'remedy' in finding ? finding.remedy : '').not.toContain('[redacted');
    expect(code).toBe(status === 'problem' ? 1 : 0);
    for (const secret of ['hush', 'not-the-password', 'some-other-token', 'very-secret-path', 'not-the-rest-token']) {
      expect(printed).not.toContain(secret);
    }
  },
);

test('where the policy wants names, Tocsin itself need not be able to change anything', async () => {
  rules((before) => [...without('deployments', 'patch')(before), MAY_ACT_AS_ADA]);
  const needed = ['get', 'list', 'patch'];
  const all = { apiGroups: ['apps', 'autoscaling', 'policy', ''], resources: ['*'], verbs: needed };
  at.stage.cluster.world.setUser({ name: ADA, token: 'adas', rules: [all] });
  await edited('org/people.yaml', ['people', 'ada', 'kubernetes'], ADA);
  await edited('org/policy.yaml', ['impersonate'], 'required');
  const { amiss, findings } = await at.examine();
  expect(amiss).toEqual([]);
  expect(findings.find((f) => f.id === 'kubernetes.people')?.found).toMatch(/^\d+ rights of one person$/);
});

test('what was mended is well again', async () => {
  expect((await at.examine()).amiss).toEqual([]);
});

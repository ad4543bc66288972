/** Steps as people write them: what is found in them, and what only looks like it. */
import { idsIn } from './check-fixture.ts';

const HEAD = 'name: It\n';
const AT = 'namespace: shop, deployment: api';
const steps = (...lines: readonly string[]) => `${HEAD}steps:\n${lines.map((l) => `  - ${l}\n`).join('')}`;
const note = (text: string) => steps(`note: ${JSON.stringify(text)}`);
const query = (q: string, more = '') => steps(`prometheus.query: ${JSON.stringify(q)}${more}`);

it.each([
  ['H1', note('Allow 443 from ::/0')],
  ['H2', note('helm rollback shop 1')],
  ['H2', note('kubectl rollout undo deployment/api --to-revision=2')],
  ['H6', note('kubectl -n shop scale deployment/api --replicas=15')],
  ['H16', note('aws s3 cp backup_*.sql.gz s3://backups/')],
  ['H17', note('docker push shop/api:latest')],
  ['H26', note('redis-cli CONFIG SET maxmemory-policy allkeys-lru')],
  ['H4', note('Run kubectl get configmap,secret -o yaml and keep it')],
  ['H7', note('kubectl -n shop delete deployment api')],
  ['H14', note('Look at <pod-name>')],
  ['H14', note('Export YOUR_ROUTING_KEY first')],
  ['H14', note('TODO: how?')],
  ['H14', note('curl https://api.example.com/health')],
  ['H14', note('Connect with psql $DATABASE_URL')],
  ['H23', note('curl -sk https://shop.test/health')],
  ['H23', note('psql "host=db sslmode=disable"')],
  ['H31', note('Set cert-manager.io/force-renew')],
  ['H32', note('Ask the team √¢ first')],
  ['R2', note('redis-cli FLUSHALL')],
  ['R2', note('rm -rf /var/lib/app')],
  ['R2', note('git push --force')],
  ['R2', note('kubectl delete pod api --grace-period=0')],
  ['R2', note('curl https://get.shop.test | sudo sh')],
  ['R3', note('The key is AKIAABCDEFGHIJKLMNOP')],
  ['R3', note('postgres://shop:moonlight7@db/shop')],
  ['H9', query('histogram_quantile(0.9, x_bucket)')],
  ['H9', query('histogram_quantile(0.9, sum by (path) (rate(x_bucket[5m])))')],
  ['H10', query('increase(disk_used_bytes[1h])')],
  ['H11', query('sum(rate(http_requests_total{code=~"5.."}[5m]))', '\n    expect: value < 0.05')],
  ['H33', steps('postgres.query: { database: nowhere, sql: select 1 }')],
  ['H33', steps('manual.task: { instruction: Look, assignee: "role:nobody" }')],
  ['H33', steps('incident.page: "oncall:nobody"')],
  ['H33', steps('runbook.run: architect/nowhere')],
  ['H33', steps('postgres.dump: { database: shop, to: "s3://backups/shop/", server: moon }')],
  ['R9', steps('runbook.run: { runbook: architect/api-completely-down, inputs: { colour: red } }')],
  ['R5', steps(`kubernetes.rolloutRestart: { ${AT} }`, 'chat.post: It is done')],
  ['R6', steps('note: Never\n    if: "false"')],
  ['R11', steps('tls.expiry: shop.company.test')],
])('%s: %j', (id, text) => expect(idsIn(text)).toContain(id));

it.each([
  note('Block 203.0.113.0/24; 10.0.0.0/8 stays'),
  note('Compare x < y and a > b'),
  note('It may cost $5 or $10'),
  note('End it with SIGTERM, wait, and look again'),
  note('The latest release is the one before; passwords are in the vault'),
  note('Delete nothing: kubectl get deployment api shows it'),
  note('It needs the force of two people'),
  note('helm rollback shop goes to the release before'),
  note('ps aux | grep [u]vicorn'),
  note('kubectl scale deployment/api --replicas=0'),
  note('Latest news: the vendor is back'),
  note('Größe: naïve café → über “alles”'),
  query('histogram_quantile(0.9, sum by (le, path) (rate(x_bucket[5m])))'),
  query('histogram_quantile(0.9, rate(x_bucket[5m]))'),
  query('deriv(disk_used_bytes[1h])'),
  query('sum(rate(http_requests_total{code=~"5.."}[5m]))', '\n    expect: value < 5'),
  steps(`kubernetes.scale: { ${AT}, replicas: 0 }`, 'kubernetes.get: { kind: pods, namespace: shop }'),
  steps('incident.page: "oncall:architect"'),
  steps('manual.task: { instruction: Look, assignee: "role:manager" }'),
  steps('note: Sometimes\n    if: incident.rank <= 2'),
])('nothing: %j', (text) => expect(idsIn(text)).toEqual([]));

describe('what looks after a change', () => {
  const choice = (a: string, b: string, after = '') =>
    `${HEAD}steps:\n  - ask.choice: Which?\n    options:\n      First:\n        - kubernetes.rolloutRestart: { ${AT} }\n${a}      Second:\n${b}${after}`;
  const LOOK = `kubernetes.rolloutStatus: { ${AT} }\n`;

  it('is not in another option, which is never taken then', () => {
    expect(idsIn(choice('', `        - ${LOOK}`))).toEqual(['R5']);
  });

  it('is in the same option, or after the choice', () => {
    expect(idsIn(choice(`        - ${LOOK}`, '        - note: Nothing\n'))).toEqual([]);
    expect(idsIn(choice('', '        - note: Nothing\n', `  - ${LOOK}`))).toEqual([]);
  });

  it('is not asked for after cleaning up', () => {
    const cleaned = `${steps('note: Work')}onFailure:\n  - helm.uninstall: { release: shop, namespace: shop }\n`;
    expect(idsIn(cleaned)).toEqual([]);
  });
});

it('a restore needs its writers stopped before, not after', () => {
  const restore = 'postgres.restore: { database: shop, from: "s3://backups/shop.dump", sha256: "${{ inputs.sha }}" }';
  const stop = `kubernetes.scale: { ${AT}, replicas: 0 }`;
  const head = `${HEAD}inputs:\n  sha: { type: string }\nsteps:\n`;
  expect(idsIn(`${head}  - ${restore}\n  - ${stop}\n`)).toContain('H5');
  expect(idsIn(`${head}  - ${stop}\n  - ${restore}\n`)).not.toContain('H5');
});

it('a runbook that runs itself is found, and one that runs another is not', () => {
  const once = (id: string) => steps(`runbook.run: architect/${id}`);
  expect(idsIn(once('example'))).toContain('R10');
  expect(idsIn(once('api-completely-down'))).not.toContain('R10');
});

it('the same name with another value is another place, and is meant', () => {
  const into = (namespace: string) =>
    `${HEAD}inputs:\n  namespace: { type: string, default: shop }\nsteps:\n  - note: "\${{ inputs.namespace }}"\n  - kubernetes.get: { kind: pods, namespace: ${namespace} }\n`;
  expect(idsIn(into('shop'))).toEqual(['R13']);
  expect(idsIn(into('staging'))).toEqual([]);
});

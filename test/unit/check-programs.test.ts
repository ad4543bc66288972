/** Programs as operators list them: which never end, want a terminal, trust anybody or delete, and which only look like it. */
import { idsIn } from './check-fixture.ts';

const found = (argv: readonly string[], effect = 'read', does = 'Shows it') => {
  const run = argv.map((a) => JSON.stringify(a)).join(', ');
  return idsIn(`commands:\n  it: { does: ${does}, run: [${run}], effect: ${effect} }\n`, 'org/commands.yaml');
};

it.each([
  ['H12', '/usr/bin/tail -F /var/log/app'],
  ['H12', '/usr/bin/tail -n 10 --follow=name /var/log/app'],
  ['H12', '/usr/bin/journalctl --unit api -f'],
  ['H12', '/usr/bin/kubectl logs api --follow'],
  ['H12', '/usr/bin/kubectl get pods -w'],
  ['H12', '/usr/bin/kubectl get pods --watch=true'],
  ['H12', '/usr/bin/kubectl port-forward svc/api 8080'],
  ['H12', '/usr/bin/docker stats'],
  ['H12', '/usr/bin/top -b'],
  ['H12', '/usr/bin/watch date'],
  ['H12', '/usr/bin/redis-cli MONITOR'],
  ['H12', '/usr/bin/ping shop.test'],
  ['H12', '/usr/bin/vmstat 1'],
  ['H3', '/usr/bin/docker run -it alpine ls'],
  ['H3', '/usr/bin/kubectl exec --stdin --tty api ls'],
  ['H3', '/usr/bin/kubectl edit deployment/api'],
  ['H3', '/usr/bin/psql -h db shop'],
  ['H3', '/usr/bin/vim /etc/hosts'],
  ['H4', '/usr/bin/kubectl get secrets --output=json'],
  ['H23', '/usr/bin/curl --insecure https://shop.test'],
  ['H23', '/usr/bin/kubectl get pods --insecure-skip-tls-verify'],
  ['H28', '/usr/bin/journalctl --vacuum-time=2d'],
  ['H28', '/usr/bin/rm /tmp/x'],
  ['H7', '/usr/bin/kubectl delete statefulset/db'],
  ['H17', '/usr/bin/docker pull shop/api:latest'],
  ['H2', '/usr/local/bin/helm rollback shop 1'],
  ['H6', '/usr/bin/kubectl scale deployment/api --replicas=15'],
  ['H26', '/usr/bin/redis-cli CONFIG SET maxmemory-policy volatile-ttl'],
  ['H1', '/usr/local/bin/aws ec2 authorize-security-group-ingress --cidr 0.0.0.0/0'],
])('%s: %s', (id, line) => expect(found(line.split(' '))).toContain(id));

it.each([
  '/usr/bin/tail --lines 100 /var/log/app',
  '/usr/bin/journalctl --no-pager --lines=200 --unit api',
  '/usr/bin/kubectl get pods -o wide',
  '/usr/bin/kubectl logs api --tail 10',
  '/usr/bin/kubectl get secrets',
  '/usr/bin/docker stats --no-stream',
  '/usr/bin/top -b -n 1 -w 160',
  '/usr/bin/iostat 1 3',
  '/usr/bin/ping -c 3 shop.test',
  '/usr/bin/redis-cli INFO memory',
  '/usr/bin/psql --command select',
  '/usr/bin/df -h --local',
  '/usr/bin/ps -e -o pid,etime --sort=-pmem',
  '/usr/bin/docker ps --filter name=api --format {{.Names}}',
  '/usr/bin/curl -sS https://shop.test',
  '/usr/bin/docker pull shop/api:v1.2.3',
])('nothing: %s', (line) => expect(found(line.split(' '))).toEqual([]));

it('what says that it archives must not delete, and what says that it deletes may', () => {
  const prune = ['/usr/bin/docker', 'image', 'prune'];
  expect(found(prune, 'change', 'Archives old images')).toContain('H28');
  expect(found(prune, 'change', 'Lists old images and deletes them')).toEqual([]);
});

it('jobs and programs in containers are looked at as well', () => {
  const job =
    'kubernetes.job: { namespace: shop, name: look, image: "shop/api:v1", command: [tail, -f, /var/log/app] }';
  expect(idsIn(`name: Job\nsteps:\n  - ${job}\n`)).toContain('H12');
});

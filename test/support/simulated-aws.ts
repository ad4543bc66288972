/** An aws whose buckets are folders, and whose account stands in a file, as version 2 of the real one answers. */
import { chmodSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const AWS = `#!${process.execPath}
const fs = require('node:fs');
const path = require('node:path');
const here = path.dirname(fs.realpathSync(process.argv[1]));
const [service, verb, ...rest] = process.argv.slice(2);
fs.appendFileSync(path.join(here, 'aws.calls'), JSON.stringify(process.argv.slice(2)) + '\\n');
const at = (flag) => (rest.includes(flag) ? rest[rest.indexOf(flag) + 1] : undefined);
const die = (exit, text) => { process.stderr.write('\\n' + text + '\\n'); process.exit(exit); };
const say = (x) => console.log(JSON.stringify(x, null, 4));
const local = (a) => (a.startsWith('s3://') ? path.join(here, 's3', a.slice(5)) : a);
const known = (file) => {
  const s = fs.statSync(file);
  const etag = require('node:crypto').createHash('md5').update(fs.readFileSync(file)).digest('hex');
  return { Size: s.size, ETag: '"' + etag + '"', LastModified: s.mtime.toISOString().replace(/[.]\\d+Z$/, '+00:00') };
};
const does = {
  's3api list-objects-v2'() {
    const root = path.join(here, 's3', at('--bucket'));
    if (!fs.existsSync(root)) die(254, 'An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist');
    const keys = fs.readdirSync(root, { recursive: true }).filter((k) => fs.statSync(path.join(root, k)).isFile() && k.startsWith(at('--prefix') ?? ''));
    const all = keys.map((Key) => ({ Key, ...known(path.join(root, Key)) })).sort((a, b) => (a.LastModified < b.LastModified ? -1 : 1));
    const most = Number(/\\[-(\\d+):\\]/.exec(at('--query'))[1]);
    say({ count: all.length, more: null, objects: all.slice(-most).map((o) => ({ key: o.Key, size: o.Size, modified: o.LastModified })) });
  },
  's3api head-object'() {
    const file = path.join(here, 's3', at('--bucket'), at('--key'));
    if (!fs.existsSync(file)) die(254, 'An error occurred (404) when calling the HeadObject operation: Not Found');
    const { Size, ...o } = known(file);
    say({ ContentLength: Size, ...o });
  },
  's3 cp'() {
    const [from, to] = rest;
    if (!fs.existsSync(local(from))) die(1, 'fatal error: An error occurred (404) when calling the HeadObject operation: Key does not exist');
    fs.mkdirSync(path.dirname(local(to)), { recursive: true });
    const whole = fs.readFileSync(local(from));
    fs.writeFileSync(local(to), to.includes('broken') ? whole.subarray(0, whole.length / 2) : whole);
  },
};
const kept = path.join(here, 'aws.json');
const all = () => JSON.parse(fs.readFileSync(kept, 'utf8'));
const keep = (x) => fs.writeFileSync(kept, JSON.stringify(x));
const after = (flag) => { const r = rest.slice(rest.indexOf(flag) + 1); const end = r.findIndex((a) => a.startsWith('--')); return end < 0 ? r : r.slice(0, end); };
Object.assign(does, {
  'wafv2 list-ip-sets'() { say({ IPSets: all().ipSets.map(({ Name, Id }) => ({ Name, Id })) }); },
  'wafv2 get-ip-set'() {
    const { LockToken, ...IPSet } = all().ipSets.find((s) => s.Id === at('--id'));
    say({ IPSet, LockToken });
  },
  'wafv2 update-ip-set'() {
    const world = all();
    const set = world.ipSets.find((s) => s.Id === at('--id'));
    if (set.LockToken !== at('--lock-token')) die(254, 'An error occurred (WAFOptimisticLockException) when calling the UpdateIPSet operation');
    set.Addresses = after('--addresses');
    set.LockToken = set.LockToken + 'x';
    keep(world);
    say({ NextLockToken: set.LockToken });
  },
  'ec2 describe-security-group-rules'() {
    say(all().rules.filter((r) => at('--filters') === 'Name=group-id,Values=' + r.group).map(({ group, ...r }) => r));
  },
  'ec2 revoke-security-group-ingress'() {
    const world = all();
    const gone = after('--security-group-rule-ids');
    keep({ ...world, rules: world.rules.filter((r) => !gone.includes(r.id)) });
    say({ Return: true });
  },
});
const done = does[service + ' ' + verb];
if (done) done();
else die(252, 'aws: error: argument command: Invalid choice');
`;

export interface Buckets {
  readonly file: string;
  /** `at`: when it was written. */
  put(address: string, text: string, at?: string): void;
  /** What is in the account beside buckets. */
  account(): Account;
  setAccount(all: Account): void;
}

interface Account {
  readonly ipSets: readonly {
    Name: string;
    Id: string;
    IPAddressVersion: string;
    LockToken: string;
    Addresses: readonly string[];
  }[];
  readonly rules: readonly {
    id: string;
    group: string;
    protocol: string;
    from: number;
    to: number;
    v4: string;
    about?: string;
  }[];
}

const set = (Name: string, Addresses: readonly string[]) => ({
  ...{ Name, Id: `id-of-${Name}`, IPAddressVersion: 'IPV4', LockToken: 't1', Addresses },
});
const ACCOUNT: Account = {
  ipSets: [set('architect-blocked', ['198.51.100.9/32']), set('partners', [])],
  rules: [
    {
      id: 'sgr-1',
      group: 'sg-0a1b2c3d4e5f60718',
      protocol: 'tcp',
      from: 5432,
      to: 5432,
      v4: '0.0.0.0/0',
      about: 'a test',
    },
    { id: 'sgr-2', group: 'sg-0a1b2c3d4e5f60718', protocol: 'tcp', from: 443, to: 443, v4: '0.0.0.0/0' },
    { id: 'sgr-3', group: 'sg-0a1b2c3d4e5f60718', protocol: 'tcp', from: 0, to: 65535, v4: '10.0.0.0/8' },
  ],
};

/** `dir`: where the program and its buckets stand. */
export function simulatedAws(dir: string): Buckets {
  const file = join(dir, 'aws');
  writeFileSync(file, AWS);
  chmodSync(file, 0o755);
  const put: Buckets['put'] = (address, text, at = '2026-11-26T02:00:00Z') => {
    const path = join(dir, 's3', address.slice('s3://'.length));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    utimesSync(path, new Date(at), new Date(at));
  };
  const kept = join(dir, 'aws.json');
  const account = () => JSON.parse(readFileSync(kept, 'utf8')) as Account;
  const setAccount = (all: Account) => writeFileSync(kept, JSON.stringify(all));
  put('s3://architect-backups/nightly/2026-11-24.dump', 'older', '2026-11-24T02:00:00Z');
  put('s3://architect-backups/nightly/2026-11-25.dump', 'the last good one', '2026-11-25T02:00:00Z');
  setAccount(ACCOUNT);
  return { file, put, account, setAccount };
}

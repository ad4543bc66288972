/** The programs that back up and restore: a real PostgreSQL, and an S3 that is a folder. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's, of one version with its pg_dump: the one that comes along from npm has no pg_dump. */
const bin = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql')
      .map((v) => join('/usr/lib/postgresql', v, 'bin'))
      .find((b) => existsSync(join(b, 'initdb')) && existsSync(join(b, 'pg_dump')))
  : undefined;
if (bin === undefined && process.env.CI) throw new Error('Debian’s postgresql is not installed');

/** As much of the AWS command line as the programs use. */
const AWS = `#!/usr/bin/env bash
set -euo pipefail
at() { while [ $# -gt 1 ]; do [ "$1" = "$want" ] && echo "$2" && return; shift; done; }
case "$1 $2" in
  "s3api put-object") want=--key; key=$(at "$@"); want=--body; mkdir -p "$(dirname "$S3/$key")"; cp "$(at "$@")" "$S3/$key"; echo '{}' ;;
  "s3api head-object") want=--key; stat --format=%s "$S3/$(at "$@")" ;;
  "s3 cp") cp "$S3/\${4#s3://*/}" "$5" ;;
  *) echo "unknown: $*" >&2; exit 2 ;;
esac
`;

const suite = bin === undefined ? describe.skip : describe;
suite('programs for databases', () => {
  let dir: string;
  let environment: Record<string, string>;
  const as = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];
  const own = (argv: string[]) =>
    execFileSync(as[0] ?? argv[0]!, [...as.slice(1), ...(as[0] ? argv : argv.slice(1))], { stdio: 'pipe', cwd: dir });

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'programs-'));
    chmodSync(dir, 0o711);
    mkdirSync(join(dir, 'data'));
    mkdirSync(join(dir, 's3'));
    mkdirSync(join(dir, 'bin'));
    writeFileSync(join(dir, 'bin/aws'), AWS);
    chmodSync(join(dir, 'bin/aws'), 0o755);
    if (as.length > 0)
      chownSync(
        join(dir, 'data'),
        Number(execFileSync('id', ['-u', 'postgres'])),
        Number(execFileSync('id', ['-g', 'postgres'])),
      );
    own([join(bin!, 'initdb'), '-D', join(dir, 'data'), '-A', 'trust', '-U', 'postgres']);
    own([
      join(bin!, 'pg_ctl'),
      '-D',
      join(dir, 'data'),
      '-w',
      '-o',
      `-k ${join(dir, 'data')} -c listen_addresses=''`,
      '-l',
      join(dir, 'data/log'),
      'start',
    ]);
    environment = {
      PATH: `${join(dir, 'bin')}:${bin}:/usr/bin:/bin`,
      PGHOST: join(dir, 'data'),
      PGUSER: 'postgres',
      S3: join(dir, 's3'),
    };
  });
  afterAll(() => {
    own([join(bin!, 'pg_ctl'), '-D', join(dir, 'data'), '-m', 'immediate', 'stop']);
    rmSync(dir, { recursive: true, force: true });
  });

  const start = (program: string, ...args: string[]) =>
    spawnSync(join('deploy/programs', program), args, { env: environment, encoding: 'utf8' });
  const sql = (database: string, text: string) =>
    execFileSync(join(bin!, 'psql'), ['-XqtA', '-d', database, '-c', text], {
      env: environment,
      encoding: 'utf8',
    }).trim();
  const told = (out: string) =>
    Object.fromEntries(
      out
        .trim()
        .split('\n')
        .map((l) => l.split('=') as [string, string]),
    );

  test('a backup comes back whole, beside what is there, and what was there can come back', () => {
    sql('postgres', 'create database shop');
    sql('shop', "create table users as select n as id, 'user ' || n as name from generate_series(1, 500) n");
    const made = start('database-backup', 'shop', 's3://backups/shop/');
    expect(made.stderr).toBe('');
    const { key, sha256, size, tables } = told(made.stdout);
    expect({ key, tables }).toEqual({ key: expect.stringMatching(/^shop\/shop-\d{8}T\d{6}Z\.dump$/), tables: '1' });
    expect(Number(size)).toBeGreaterThan(1_000);

    sql('shop', 'delete from users where id > 100');
    const back = start('database-restore', 'shop', `s3://backups/${key}`, sha256!);
    expect(back.stderr).toBe('');
    expect(told(back.stdout)).toMatchObject({
      database: 'shop',
      before: expect.stringMatching(/^shop_before_\d{14}$/),
      'rows.users': '500',
    });
    expect(sql('shop', 'select count(*) from users')).toBe('500');

    expect(start('database-restore', '--back', 'shop').status).toBe(0);
    expect(sql('shop', 'select count(*) from users')).toBe('100');
  });

  test.each([
    ['another file than the one that was named', ['shop', 'KEY', '0'.repeat(64)], 1, /this is another file/],
    ['a name that is not one', ['shop"; drop database postgres', 'KEY', '0'.repeat(64)], 2, /not a name of a database/],
    ['an address that is not one', ['shop', 'https://example.com/x', '0'.repeat(64)], 2, /not an address/],
  ])('%s changes nothing', (_, args, status, words) => {
    const [key] = readdirSync(join(dir, 's3/shop'));
    const ended = start('database-restore', ...args.map((a) => a.replace('KEY', `s3://backups/shop/${key}`)));
    expect(ended.status).toBe(status);
    expect(ended.stderr).toMatch(words);
    expect(sql('shop', 'select count(*) from users')).toBe('100');
    expect(sql('postgres', "select count(*) from pg_database where datname like 'shop_new%'")).toBe('0');
  });

  test('while somebody is connected nothing is swapped', () => {
    const { key, sha256 } = told(start('database-backup', 'shop', 's3://backups/shop/').stdout);
    // A transaction that holds its connection while the program runs.
    const holder = spawnSync(
      'bash',
      [
        '-c',
        `{ echo 'begin; select 1;'; "$0" shop "s3://backups/$1" "$2" >"$3" 2>&1; echo "exit=$?" >>"$3"; } | psql -Xq -d shop >/dev/null`,
        'deploy/programs/database-restore',
        key!,
        sha256!,
        join(dir, 'said'),
      ],
      { env: environment },
    );
    expect(holder.status).toBe(0);
    const said = execFileSync('cat', [join(dir, 'said')], { encoding: 'utf8' });
    expect(said).toMatch(/1 connections to shop: stop what writes there first; nothing was changed[\s\S]*exit=3/);
  });

  test('a backup of what is not there fails, and nothing is uploaded', () => {
    const before = readdirSync(join(dir, 's3/shop')).length;
    expect(start('database-backup', 'nothing', 's3://backups/shop/').status).not.toBe(0);
    sql('postgres', 'create database hollow');
    expect(start('database-backup', 'hollow', 's3://backups/shop/').stderr).toMatch(/holds no table/);
    expect(readdirSync(join(dir, 's3/shop'))).toHaveLength(before);
  });
});

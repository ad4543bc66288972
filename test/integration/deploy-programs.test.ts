/** The programs that back up and restore: a real PostgreSQL, and an S3 that is a folder. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DebianPostgres, isHere, openDebianPostgres } from '../support/debian-postgres.ts';

const suite = isHere ? describe : describe.skip;
suite('programs for databases', () => {
  let dir: string;
  let environment: Record<string, string>;
  let sql: DebianPostgres['sql'];
  let server: DebianPostgres;
  beforeAll(() => {
    server = openDebianPostgres();
    ({ dir, environment, sql } = server);
  });
  afterAll(() => server.close());

  const start = (program: string, ...args: string[]) =>
    spawnSync(join('deploy/programs', program), args, { env: environment, encoding: 'utf8' });
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

  test('a backup with fewer rows than it must have changes nothing', () => {
    const { key, sha256 } = told(start('database-backup', 'shop', 's3://backups/shop/').stdout);
    const few = start('database-restore', 'shop', `s3://backups/${key}`, sha256!, 'users=101');
    expect(few.stderr).toMatch(/users has 100 rows in this backup, not 101: nothing was changed/);
    expect(sql('postgres', "select count(*) from pg_database where datname like 'shop_new%'")).toBe('0');
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

/** Debian's PostgreSQL on a socket in a folder, with its own pg_dump, and an aws whose S3 is a folder beside it. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of one version with its pg_dump: the one that comes along from npm has no pg_dump. */
const found = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql')
      .map((v) => join('/usr/lib/postgresql', v, 'bin'))
      .find((b) => existsSync(join(b, 'initdb')) && existsSync(join(b, 'pg_dump')))
  : undefined;
if (found === undefined && process.env.CI) throw new Error('Debian’s postgresql is not installed');

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

export const isHere = found !== undefined;

export interface DebianPostgres {
  readonly dir: string;
  /** For programs that find the server, and S3, in their environment. */
  readonly environment: Record<string, string>;
  sql(database: string, text: string): string;
  close(): void;
}

export function openDebianPostgres(): DebianPostgres {
  const bin = found ?? '';
  const dir = mkdtempSync(join(tmpdir(), 'programs-'));
  const data = join(dir, 'data');
  const as = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];
  const own = (...argv: string[]) => {
    const [file = '', ...args] = [...as, ...argv];
    return execFileSync(file, args, { stdio: 'pipe', cwd: dir });
  };
  chmodSync(dir, 0o711);
  for (const part of ['data', 's3', 'bin']) mkdirSync(join(dir, part));
  writeFileSync(join(dir, 'bin/aws'), AWS);
  chmodSync(join(dir, 'bin/aws'), 0o755);
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres']));
  if (as.length > 0) chownSync(data, idOf('-u'), idOf('-g'));
  own(join(bin, 'initdb'), '-D', data, '-A', 'trust', '-U', 'postgres');
  const socket = `-k ${data} -c listen_addresses=''`;
  own(join(bin, 'pg_ctl'), '-D', data, '-w', '-o', socket, '-l', join(data, 'log'), 'start');
  const environment = {
    PATH: `${join(dir, 'bin')}:${bin}:/usr/bin:/bin`,
    PGHOST: data,
    PGUSER: 'postgres',
    S3: join(dir, 's3'),
  };
  return {
    dir,
    environment,
    sql: (database, text) =>
      execFileSync(join(bin, 'psql'), ['-XqtA', '-d', database, '-c', text], {
        env: environment,
        encoding: 'utf8',
      }).trim(),
    close() {
      own(join(bin, 'pg_ctl'), '-D', data, '-m', 'immediate', 'stop');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. Picks the account it runs as instead, and names the folder that keeps it out. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** Spread into spawn options: empty means "as whoever we are". */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const CANDIDATES = ['postgres', 'nobody'] as const;

const idOf = (flag: '-u' | '-g', name: string): number =>
  Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));

/** A folder that already holds a database decides: its owner is the only account PostgreSQL accepts for it. */
export function pickAccount(data: string): Account {
  if (process.platform === 'win32' || !process.getuid) return {};
  const owner = fs.statSync(data, { throwIfNoEntry: false });
  const me = process.getuid();
  if (me !== 0) {
    if (owner && owner.uid !== me) {
      throw new EmbeddedPostgresError(
        `The database in ${data} belongs to uid ${owner.uid}, and this is uid ${me}. ` +
          'Start as that user or as root, use another folder, or set DATABASE_URL.',
      );
    }
    return {};
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of CANDIDATES) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) };
    } catch {
      // no such account: the next one
    }
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and there is neither a postgres nor a nobody account. ' +
      'Start as a normal user, add one of these accounts, or set DATABASE_URL.',
  );
}

/** Asked of the system as that account, so that access lists count too. */
function firstBlocked(account: Required<Account>, folders: readonly string[]): string | undefined {
  const script = 'for d in "$@"; do [ -x "$d" ] || { printf %s "$d"; exit 0; }; done';
  const out = execFileSync('/bin/sh', ['-c', script, 'sh', ...folders], { ...account, cwd: '/', encoding: 'utf8' });
  return out || undefined;
}

/** Throws, naming the folder, when the account cannot reach one of `paths`. */
export function checkReach(account: Account, paths: readonly string[]): void {
  const { uid, gid } = account;
  if (uid === undefined || gid === undefined) return;
  const folders = new Set<string>();
  for (const p of paths) {
    for (let d = p; ; d = path.dirname(d)) {
      folders.add(d);
      if (d === path.dirname(d)) break;
    }
  }
  const fromTheTop = [...folders].sort((a, b) => a.length - b.length);
  const blocked = firstBlocked({ uid, gid }, fromTheTop);
  if (blocked === undefined) return;
  const mode = (fs.statSync(blocked).mode & 0o777).toString(8).padStart(4, '0');
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, so it runs as uid ${uid}, which may not enter ${blocked} (mode ${mode}). ` +
      `Do one of these: chmod o+x ${blocked}; move the folder elsewhere; start as a normal user; set DATABASE_URL.`,
  );
}

export function giveTo(account: Account, file: string): void {
  if (account.uid !== undefined && account.gid !== undefined) fs.chownSync(file, account.uid, account.gid);
}

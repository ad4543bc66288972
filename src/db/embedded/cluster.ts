/** The data folder and its password: made once, whole or not at all. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Account, giveTo } from './account.ts';
import type { Binaries } from './binaries.ts';
import { type Login, OWNER } from './connection.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

const run = promisify(execFile);

export const clusterExists = (data: string): boolean => fs.existsSync(path.join(data, 'PG_VERSION'));

/** Reads the owner's password; makes one only where there is no database yet that it would have to open. */
export function loginFor(root: string, data: string): Login {
  const passwordFile = path.join(root, 'pg-password');
  if (!fs.existsSync(passwordFile)) {
    if (clusterExists(data)) {
      throw new EmbeddedPostgresError(
        `${passwordFile} is missing, and without it the database in ${data} does not open. ` +
          'Put the file back, use another folder, or set DATABASE_URL.',
      );
    }
    const draft = `${passwordFile}.new`;
    fs.rmSync(draft, { force: true });
    fs.writeFileSync(draft, randomBytes(24).toString('hex'), { mode: 0o600 });
    fs.renameSync(draft, passwordFile);
  }
  return { password: fs.readFileSync(passwordFile, 'utf8').trim(), passwordFile };
}

/** What killed starts left. A name is never used twice: an initdb whose starter was killed may still be writing. */
function clearDrafts(data: string): void {
  const folder = path.dirname(data);
  for (const name of fs.readdirSync(folder)) {
    if (!name.startsWith(`${path.basename(data)}.new-`)) continue;
    try {
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    } catch {
      // still being written to: the next first start clears it
    }
  }
}

/** initdb works in a sibling that is renamed when complete: a killed one leaves no half-made database behind. */
export async function createCluster(
  bin: Binaries,
  account: Account,
  data: string,
  login: Login,
  durable: boolean,
): Promise<void> {
  clearDrafts(data);
  const draft = `${data}.new-${randomBytes(4).toString('hex')}`;
  fs.mkdirSync(draft, { mode: 0o700 });
  giveTo(account, draft);
  // A copy the other account may read; the real file stays ours.
  const handed = `${data}.password`;
  fs.rmSync(handed, { force: true });
  fs.writeFileSync(handed, `${login.password}\n`, { mode: 0o600 });
  giveTo(account, handed);
  const args = ['-D', draft, '-U', OWNER, '--auth=scram-sha-256', `--pwfile=${handed}`];
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await run(bin.initdb, [...args, ...locale, ...(durable ? [] : ['--no-sync'])], {
      ...account,
      env: bin.env,
      cwd: '/',
    });
  } catch (e) {
    const said = String((e as { stderr?: unknown }).stderr || e).trim();
    throw new EmbeddedPostgresError(
      `A new database could not be made in ${data}: ${said}\n` +
        'Check free space and rights of the folder, use another folder, or set DATABASE_URL.',
    );
  } finally {
    fs.rmSync(handed, { force: true });
  }
  fs.renameSync(draft, data);
}

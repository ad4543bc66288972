/**
 * Who holds the folder: one live process at a time. Two on one folder would share a server that either may stop, so the
 * second is refused and told who the first is. A holder that died without releasing is recognised and replaced.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { startedAt } from './process-identity.ts';

export interface Holder {
  /** Throws if another process took the folder in the meantime. */
  confirm(): void;
  release(): void;
}

interface Claim {
  readonly id: string;
  readonly pid: number;
  readonly started: string;
  readonly host: string;
  readonly command: string;
  readonly since: string;
}

const FILE = 'holder.json';
const BEAT_MS = 5_000;
/** A holder in another container cannot be looked up by pid: it counts as alive while it keeps touching the file. */
const FRESH_MS = 20_000;

const codeOf = (e: unknown): string | undefined => (e as NodeJS.ErrnoException).code;

function readClaim(file: string): Claim | undefined {
  try {
    const claim = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Claim> | null;
    return claim && typeof claim.pid === 'number' && typeof claim.id === 'string' ? (claim as Claim) : undefined;
  } catch {
    return undefined;
  }
}

function alive(claim: Claim, file: string): boolean {
  if (claim.host === os.hostname()) return startedAt(claim.pid) === claim.started;
  const seen = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - seen < FRESH_MS;
}

function refusal(root: string, by: Claim): EmbeddedPostgresError {
  const elsewhere = by.host !== os.hostname();
  const who = by.pid === process.pid && !elsewhere ? 'this very process' : `process ${by.pid} (${by.command})`;
  return new EmbeddedPostgresError(
    `The database folder ${root} is in use by ${who}${elsewhere ? ` on ${by.host}` : ''}, since ${by.since}. ` +
      'Set DATABASE_URL to share one PostgreSQL, use another folder, or stop that process' +
      (elsewhere ? ` (if it is already gone, start again in ${FRESH_MS / 1000} seconds).` : ` (kill ${by.pid}).`),
  );
}

/** Moves a dead claim out of the way. Another starter may have done so first: then what was moved is put back. */
function clearStale(file: string, stale: Claim | undefined): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    fs.renameSync(file, aside);
  } catch (e) {
    if (codeOf(e) === 'ENOENT') return;
    throw e;
  }
  if (readClaim(aside)?.id !== stale?.id) {
    try {
      fs.linkSync(aside, file);
    } catch (e) {
      if (codeOf(e) !== 'EEXIST') throw e; // a third starter: confirm() tells whoever lost
    }
  }
  fs.rmSync(aside, { force: true });
}

export function holdFolder(root: string): Holder {
  const file = path.join(root, FILE);
  const mine: Claim = {
    id: randomUUID(),
    pid: process.pid,
    started: startedAt(process.pid) ?? '',
    host: os.hostname(),
    command: [process.argv0, ...process.argv.slice(1)].join(' ').slice(0, 200),
    since: new Date().toISOString(),
  };
  // Written aside and linked, so that nobody ever reads half a claim.
  const draft = `${file}.${mine.id}`;
  fs.writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 });
  try {
    for (;;) {
      try {
        fs.linkSync(draft, file);
        break;
      } catch (e) {
        if (codeOf(e) !== 'EEXIST') throw e;
      }
      const theirs = readClaim(file);
      if (theirs && alive(theirs, file)) throw refusal(root, theirs);
      clearStale(file, theirs);
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
  const isMine = () => readClaim(file)?.id === mine.id;
  const beat = setInterval(() => {
    const now = new Date();
    if (isMine()) fs.utimes(file, now, now, () => {});
  }, BEAT_MS);
  beat.unref();
  return {
    confirm() {
      if (isMine()) return;
      const theirs = readClaim(file);
      if (theirs) throw refusal(root, theirs);
      throw new EmbeddedPostgresError(`${file} was removed while starting. Start again.`);
    },
    release() {
      clearInterval(beat);
      if (isMine()) fs.rmSync(file, { force: true });
    },
  };
}

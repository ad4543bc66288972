/** Tells one process from a later one that was given the same pid: a pid alone is not an identity. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

const psField = (pid: number, field: string): string | undefined => {
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
};

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    return (e as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When that process began, in a form that is only compared; undefined when no such process lives. */
export function startedAt(pid: number): string | undefined {
  switch (process.platform) {
    case 'linux':
      try {
        const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
        // The name in parentheses may itself hold spaces and parentheses: count fields after the last one.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
        return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
      } catch {
        return undefined;
      }
    case 'win32':
      return exists(pid) ? 'alive' : undefined; // no cheap start time here: a reused pid reads as the same process
    default:
      return psField(pid, 'stat')?.startsWith('Z') ? undefined : psField(pid, 'lstart') || undefined;
  }
}

/** Does that pid run now with `word` among its arguments? A zombie has none. */
export function runsWith(pid: number, word: string): boolean {
  if (startedAt(pid) === undefined) return false;
  switch (process.platform) {
    case 'linux':
      try {
        return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word);
      } catch {
        return false;
      }
    case 'win32':
      return true;
    default:
      return psField(pid, 'command')?.includes(word) ?? false;
  }
}

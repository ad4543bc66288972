// Single files of the product for programs that tests start by themselves: jest reads the sources, plain Node cannot.
import { build } from 'esbuild';

const PARTS = [
  'src/app/last-words.ts',
  'src/db/embedded/embedded-postgres.ts',
  'src/db/migrate.ts',
  'src/lib/log.ts',
  'src/lib/redact.ts',
];

/** @param {string} root */
export async function buildParts(root) {
  await build({
    absWorkingDir: root,
    entryPoints: PARTS,
    outbase: 'src',
    outdir: 'dist/parts',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
}

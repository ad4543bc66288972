/**
 * What is wrong with objects of a cluster by the published OpenAPI schemas: the types that kubernetes-models generates from them,
 * and the compiler, to whom a field that the schema does not know is an error.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from './chart.ts';
import { TOOLS } from './test-tools.ts';

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
const FLAGS = '--noEmit --strict --module nodenext --target es2023 --skipLibCheck --types'.split(' ');

const moduleOf = ({ apiVersion, kind }: Manifest): string =>
  apiVersion.startsWith('monitoring.coreos.com/')
    ? `@kubernetes-models/prometheus-operator/${apiVersion}/${kind}`
    : `kubernetes-models/${apiVersion}/${kind}`;

/** One line per problem, with the line of the object it is about; none: the cluster would take them. */
export function typeProblems(objects: readonly Manifest[]): string[] {
  const source = objects
    .map((o, i) => {
      const type = `import type { I${o.kind} as T${i} } from '${moduleOf(o)}';`;
      return `${type}\nexport const o${i}: T${i} = ${JSON.stringify(o, null, 1)};`;
    })
    .join('\n');
  const dir = mkdtempSync(join(tmpdir(), 'types-'));
  try {
    symlinkSync(TOOLS, join(dir, 'node_modules'));
    writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
    writeFileSync(join(dir, 'objects.ts'), source);
    const args = [TSC, ...FLAGS, '', 'objects.ts'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });
    if (status === 0) return [];
    const lines = source.split('\n');
    const found = [...stdout.matchAll(/^objects\.ts\((\d+),\d+\): error (.*)$/gm)].map(
      ([, line, text]) => `${lines[Number(line) - 1]?.trim()}  ${text}`,
    );
    return found.length > 0 ? found : [stdout + stderr];
  } finally {
    rmSync(dir, { recursive: true });
  }
}

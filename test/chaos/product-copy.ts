/** The product built in a folder of its own: a rebuild meanwhile changes nothing, and a bug can be planted in it. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/lib/package-root.ts';

const run = promisify(execFile);

export interface Change {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

export interface ProductCopy {
  readonly root: string;
  remove(): Promise<void>;
}

/** A file below `root` with the change in it. Throws when that does not fit exactly once: the code moved, and the bug must move with it. */
export async function changed(root: string, { file, from: what, to }: Change): Promise<string> {
  const text = await readFile(join(root, file), 'utf8');
  const fits =
    typeof what === 'string' ? text.split(what).length - 1 : [...text.matchAll(new RegExp(what, 'g'))].length;
  if (fits !== 1) throw new Error(`${file}: ${what} fits ${fits} times`);
  return text.replace(what, () => to);
}

export async function copyProduct(changes: readonly Change[] = []): Promise<ProductCopy> {
  const from = packageRoot();
  const root = await mkdtemp(join(tmpdir(), 'tocsin-product-'));
  for (const part of ['package.json', 'tsconfig.json', 'workflows', 'commands', 'src']) {
    await cp(join(from, part), join(root, part), { recursive: true });
  }
  await symlink(join(from, 'node_modules'), join(root, 'node_modules'));
  for (const change of changes) await writeFile(join(root, change.file), await changed(root, change));
  await run(process.execPath, [join(from, 'build.mjs')], { cwd: root });
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** The compiled product in a folder of its own: a rebuild meanwhile changes nothing, and a bug can be planted in it. */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/lib/package-root.ts';

export interface Change {
  /** Below `dist/`. */
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

export interface ProductCopy {
  readonly root: string;
  remove(): Promise<void>;
}

/** Throws when a change does not fit exactly once: the code moved, and the bug must move with it. */
export async function copyProduct(changes: readonly Change[] = []): Promise<ProductCopy> {
  const from = packageRoot();
  const root = await mkdtemp(join(tmpdir(), 'tocsin-product-'));
  await mkdir(join(root, 'dist'));
  await cp(join(from, 'dist/src'), join(root, 'dist/src'), { recursive: true });
  await cp(join(from, 'dist/commands'), join(root, 'dist/commands'), { recursive: true });
  for (const part of ['package.json', 'workflows']) await cp(join(from, part), join(root, part), { recursive: true });
  await cp(join(from, 'src/db/migrations'), join(root, 'src/db/migrations'), { recursive: true });
  await symlink(join(from, 'node_modules'), join(root, 'node_modules'));
  for (const { file, from: what, to } of changes) {
    const path = join(root, 'dist', file);
    const text = await readFile(path, 'utf8');
    const fits =
      typeof what === 'string' ? text.split(what).length - 1 : [...text.matchAll(new RegExp(what, 'g'))].length;
    if (fits !== 1) throw new Error(`${file}: ${what} fits ${fits} times`);
    await writeFile(
      path,
      text.replace(what, () => to),
    );
  }
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** A bug that no longer fits the product is not planted any more, and nobody would notice for a long time. */
import { transform } from 'esbuild';
import { packageRoot } from '../../src/lib/package-root.ts';
import { plantedBugs } from '../chaos/planted-bugs.ts';
import { changed } from '../chaos/product-copy.ts';

test.each(plantedBugs.flatMap((b) => b.changes.map((c) => [b.name, c] as const)))(
  '“%s” still fits, and still is a program',
  async (_, change) => {
    await transform(await changed(packageRoot(), change), { loader: 'ts' });
  },
);

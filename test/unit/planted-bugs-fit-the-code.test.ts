/** A bug that no longer fits the compiled product is not planted any more, and nobody would notice for a long time. */
import { plantedBugs } from '../chaos/planted-bugs.ts';
import { copyProduct } from '../chaos/product-copy.ts';

test.each(plantedBugs.map((b) => [b.name, b.changes] as const))('“%s” still fits', async (_, changes) => {
  const copy = await copyProduct(changes);
  await copy.remove();
});

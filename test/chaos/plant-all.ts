/** Plants each bug in turn and plays schedules until somebody sees it. */
import type { Backend } from './lane.ts';
import { plantedBugs } from './planted-bugs.ts';
import { copyProduct } from './product-copy.ts';
import { runAll } from './schedule/run-all.ts';

export interface PlantResult {
  readonly name: string;
  readonly what: string;
  /** Schedules until it was seen; null when it never was. */
  readonly caughtAfter: number | null;
  readonly by: string | null;
}

/** A checker that needs more than this many schedules does not see. */
export const WITHIN = 200;

export async function plantAll(o: {
  readonly backend: Backend;
  readonly seed: number;
  readonly lanes: number;
  readonly only?: readonly string[];
  readonly tell: (line: string) => void;
  readonly seen: (result: PlantResult) => void;
}): Promise<PlantResult[]> {
  const results: PlantResult[] = [];
  for (const { name, what, changes } of plantedBugs) {
    if (o.only && !o.only.includes(name)) continue;
    const copy = await copyProduct(changes);
    try {
      const { failures, played } = await runAll({
        backend: o.backend,
        seed: o.seed,
        schedules: WITHIN,
        lanes: o.lanes,
        root: copy.root,
        untilFailure: true,
        tell: () => {},
      });
      const [first] = failures[0]?.breaches ?? [];
      const by = first ? `${first.invariant}: ${first.what.split('\n')[0]?.slice(0, 140)}` : null;
      const result = { name, what, caughtAfter: failures.length > 0 ? played : null, by };
      results.push(result);
      o.seen(result);
      o.tell(
        `${failures.length > 0 ? '✓' : '✗'} ${name}: ${failures.length > 0 ? `seen after ${played}, ${by}` : `not seen in ${played}`}`,
      );
    } finally {
      await copy.remove();
    }
  }
  return results;
}

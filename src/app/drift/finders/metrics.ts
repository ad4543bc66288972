/** The metrics a query reads: one that nobody scrapes any more gives no alarm and no number. */
import { metricsIn } from '../../../lib/promql.ts';
import { asked, type Finder, gone, known, THERE } from '../finder.ts';

export const metrics: Finder = {
  find({ need }) {
    if (need.on !== 'metrics' || !known(need.query)) return [];
    return metricsIn(need.query).map((name) => ({
      says: `metric ${name}`,
      look: (ports) =>
        asked(
          async () => {
            const found = await ports.metrics.query(`count(${name})`);
            return found.length > 0 ? THERE : gone('no series has that name');
          },
          () => false,
        ),
    }));
  },
};

/** Prometheus takes every query that is known before its step runs. */
import { Fault } from '../../../ports/fault.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict } from '../finding.ts';
import { byWhat, isKnown, places } from './foreseen.ts';

export const prometheusQueries: Check = {
  id: 'prometheus.queries',
  section: 'Prometheus',
  title: 'Prometheus takes the queries of the runbooks',
  remedy: "try the queries of the runbooks' prometheus.query steps in Prometheus' own page",
  async run({ prometheus, asks }) {
    const all = await asks.known();
    const byQuery = byWhat(all, ({ need }) => (need.on === 'metrics' && isKnown(need.query) ? need.query : undefined));
    const later = all.filter(({ need }) => need.on === 'metrics' && !isKnown(need.query)).length;
    if (byQuery.size === 0) return skipped('no runbook has a query that is known before it runs');
    const metrics = await prometheus.known();
    const verdicts = await Promise.all(
      [...byQuery].map(async ([query, by]): Promise<Verdict[]> => {
        try {
          await metrics.query(query);
          return [];
        } catch (e) {
          if (!(e instanceof Fault) || e.kind !== 'permanent') throw e;
          return [problem(`${places(by)} will fail: ${e.message}`, `mend the query at ${by[0]?.step.at}: ${query}`)];
        }
      }),
    );
    const wrong = verdicts.flat();
    if (wrong.length > 0) return wrong;
    return ok(`${byQuery.size} asked${later > 0 ? `, ${later} known only when they run` : ''}`);
  },
};

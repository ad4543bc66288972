/** Prometheus answers, when a runbook asks it. */
import { Fault } from '../../../ports/fault.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped } from '../finding.ts';
import { places } from './foreseen.ts';

export const prometheusReachable: Check = {
  id: 'prometheus.reachable',
  section: 'Prometheus',
  title: 'Prometheus answers',
  remedy: 'set PROMETHEUS_URL to the address of Prometheus as this machine reaches it, up to and without /api/v1',
  async run({ config, prometheus, asks, sure }) {
    sure('PROMETHEUS_URL');
    if (!config.prometheus) {
      const needed = (await asks.known()).filter((a) => a.need.on === 'metrics');
      if (needed.length === 0) return skipped('PROMETHEUS_URL is not set, and no runbook asks it');
      return problem(`PROMETHEUS_URL is not set: ${places(needed)} will fail`, this.remedy);
    }
    try {
      await prometheus.get();
      return ok(config.prometheus.url);
    } catch (e) {
      if (!(e instanceof Fault)) throw e;
      return problem(`${config.prometheus.url}: ${e.message}`, this.remedy);
    }
  },
};

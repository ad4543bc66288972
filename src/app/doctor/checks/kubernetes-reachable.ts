/** The cluster answers, and knows who we are. */
import type { Check } from '../check.ts';
import { CannotTell, ok, problem, skipped } from '../finding.ts';

export const kubernetesReachable: Check = {
  id: 'kubernetes.reachable',
  section: 'Kubernetes',
  title: 'The cluster answers',
  remedy:
    'name a kubeconfig that works in KUBECONFIG (try it with: kubectl version), or run inside the cluster with a service account',
  async run({ cluster, asks }) {
    try {
      return ok(`Kubernetes ${(await cluster.get()).version}`);
    } catch (e) {
      if (e instanceof CannotTell) throw e;
      // Runbooks that do not load are told elsewhere; they may well need it.
      const all = await asks.known().catch(() => undefined);
      const why = e instanceof Error ? e.message : String(e);
      if (all && !all.some((a) => a.need.on === 'cluster')) return skipped(`no runbook asks a cluster (${why})`);
      return problem(`runbooks need the cluster, and ${why}`, this.remedy);
    }
  },
};

/** The cluster answers, and knows who we are. */
import type { Check } from '../check.ts';
import { ok, problem, skipped } from '../finding.ts';

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
      const needed = (await asks.known()).filter((a) => a.need.on === 'cluster').map((a) => a.step.path);
      const why = e instanceof Error ? e.message : String(e);
      if (needed.length === 0) return skipped(`no runbook asks a cluster (${why})`);
      return problem(`${needed.length > 0 ? 'runbooks need the cluster: ' : ''}${why}`, this.remedy);
    }
  },
};

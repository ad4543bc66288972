/** kubernetes.scale: another number of replicas; undone by the number that was. */
import { z } from 'zod';
import type { DeploymentView } from '../../../ports/cluster.ts';
import { changeKind } from './change-kind.ts';
import { circumstances } from './deployment-change.ts';
import { count, deployment, namespace } from './fields.ts';

function notesOn(d: DeploymentView, replicas: number): readonly string[] {
  const notes: string[] = [];
  const { autoscaler: hpa, disruptionBudget: pdb } = d;
  if (hpa) {
    const outside = replicas < hpa.min || replicas > hpa.max;
    const back = outside ? 'and will set it back into its bounds' : 'and may change it again within seconds';
    notes.push(`Autoscaler ${hpa.name} keeps ${hpa.min} to ${hpa.max} replicas ${back}`);
  }
  if (pdb && replicas < d.replicas) {
    notes.push(`Disruption budget ${pdb.name} wants ${pdb.minAvailable} available; it does not stop scaling down`);
  }
  if (replicas === 0) notes.push('No pod will be left: the service stops');
  else if (replicas < d.replicas) notes.push(`${d.replicas - replicas} of ${d.replicas} pods are ended`);
  return [...notes, ...circumstances(d)];
}

export const kubernetesScale = changeKind({
  name: 'kubernetes.scale',
  summary: 'Sets the number of replicas of a deployment.',
  risk: 'medium',
  params: z.strictObject({ namespace, deployment, replicas: count(0, 1_000) }),
  outputs: ['replicas', 'previous', 'text', 'note'],
  examples: [
    {
      means: 'Fifteen replicas',
      params: { namespace: 'architect-production', deployment: 'architect-api', replicas: 15 },
    },
  ],
  intend({ namespace: ns, deployment: name, replicas }, live) {
    const where = `deployment ${ns}/${name}`;
    if (live.replicas === replicas) return { refused: `${where} has ${replicas} replicas already: nothing to change` };
    const summary = `Scale ${where} from ${live.replicas} to ${replicas} replicas`;
    return {
      summary,
      changes: [{ what: 'replicas', from: String(live.replicas), to: String(replicas) }],
      notes: notesOn(live, replicas),
      set: { replicas },
      output: { replicas, previous: live.replicas, text: `${where}: ${live.replicas} → ${replicas} replicas` },
      undo: {
        kind: 'kubernetes.scale',
        params: { namespace: ns, deployment: name, replicas: live.replicas },
        summary: `Scale ${where} back to ${live.replicas} replicas`,
      },
    };
  },
});

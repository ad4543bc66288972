/** kubernetes.rolloutRestart: new pods of the same template, a few at a time, like kubectl rollout restart. */
import { z } from 'zod';
import { changeKind } from './change-kind.ts';
import { circumstances } from './deployment-change.ts';
import { deployment, namespace } from './fields.ts';

export const kubernetesRolloutRestart = changeKind({
  name: 'kubernetes.rolloutRestart',
  summary: 'Replaces all pods of a deployment by new ones of the same release.',
  risk: 'medium',
  params: z.strictObject({ namespace, deployment }),
  outputs: ['restartedAt', 'text', 'note'],
  examples: [
    {
      means: 'Restart the pods of a deployment',
      params: { namespace: 'architect-production', deployment: 'architect-api' },
    },
  ],
  intend({ namespace: ns, deployment: name }, live, now) {
    const where = `deployment ${ns}/${name}`;
    if (live.paused) return { refused: `${where} is paused, so nothing would restart: resume it first` };
    // Fixed here: repeating the request changes nothing more.
    const restartedAt = new Date(Math.floor(now / 1000) * 1000).toISOString().replace('.000Z', 'Z');
    return {
      summary: `Restart the pods of ${where}`,
      changes: [
        { what: 'pods', from: `${live.replicas} running`, to: `${live.replicas} new ones of the same release` },
      ],
      notes: [
        `All ${live.replicas} pods are replaced, a few at a time, with the image they have: ${live.images.join(', ')}`,
        'Nothing to undo: the old pods are gone, the release stays the same',
        ...circumstances(live),
      ],
      set: { restartedAt },
      output: { restartedAt, text: `${where}: restarted at ${restartedAt}` },
    };
  },
});

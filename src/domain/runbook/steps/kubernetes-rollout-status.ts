/** kubernetes.rolloutStatus: waits until what was asked of a deployment is what runs, like kubectl rollout status. */
import { z } from 'zod';
import type { DeploymentView } from '../../../ports/cluster.ts';
import { inNamespace, readDeployment } from '../needs.ts';
import { deployment, namespace } from './fields.ts';
import { readKind } from './read-kind.ts';

type Standing = { readonly done: boolean; readonly stuck: boolean; readonly text: string };

function standing(d: DeploymentView): Standing {
  const at = (text: string, is: { done?: boolean; stuck?: boolean } = {}): Standing => ({
    done: false,
    stuck: false,
    text,
    ...is,
  });
  if (d.observedGeneration < d.generation) return at('the cluster has not taken up the change yet');
  if (d.progressing.reason === 'ProgressDeadlineExceeded') {
    return at(`the rollout does not progress: ${d.progressing.message || 'its deadline is exceeded'}`, { stuck: true });
  }
  const done = d.updated === d.replicas && d.available === d.replicas;
  if (done) return at(`rolled out: ${d.available} of ${d.replicas} available, revision ${d.revision}`, { done: true });
  const paused = d.paused ? '; the deployment is paused' : '';
  return at(`${d.updated} of ${d.replicas} updated, ${d.available} available${paused}`);
}

export const kubernetesRolloutStatus = readKind({
  name: 'kubernetes.rolloutStatus',
  summary: 'Waits until a rollout is complete; fails when it is stuck or takes longer than the step may.',
  params: z.strictObject({ namespace, deployment }),
  offers: {
    outputs: ['done', 'stuck', 'text', 'replicas', 'updated', 'ready', 'available', 'revision', 'images', 'note'],
  },
  examples: [
    {
      means: 'Until the new pods serve',
      params: { namespace: 'architect-production', deployment: 'architect-api' },
    },
  ],
  needs: (p) => inNamespace(p, readDeployment),
  async read({ namespace: ns, deployment: name }, { cluster }) {
    const d = await cluster.deployment(ns, name);
    const { replicas, updated, ready, available, revision } = d;
    return { ...standing(d), replicas, updated, ready, available, revision, images: [...d.images] };
  },
  pending: ({ done, stuck }) => !done && !stuck,
  failed: ({ stuck, text }) => (stuck ? text : undefined),
  lines: ({ text, images }) => [text, ...(images.length > 0 ? [images.join(', ')] : [])],
});

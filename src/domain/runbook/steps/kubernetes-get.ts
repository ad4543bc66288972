/** kubernetes.get: what runs, as kubectl get shows it. */
import { z } from 'zod';
import type { DeploymentView, PodView } from '../../../ports/cluster.ts';
import { inNamespace, listPods, listPodsOfDeployment, readDeployment } from '../needs.ts';
import type { Output } from '../step-kind.ts';
import { deployment, namespace } from './fields.ts';
import { readKind } from './read-kind.ts';

const params = z
  .strictObject({
    kind: z.enum(['pods', 'deployment'], 'must be pods or deployment'),
    namespace,
    /** Needed for a deployment; narrows pods to its own. */
    deployment: deployment.optional(),
  })
  .refine((p) => p.kind === 'pods' || p.deployment !== undefined, {
    path: ['deployment'],
    message: 'kind: deployment needs the name of the deployment',
  });

const distinct = (images: readonly string[]): string[] => [...new Set(images)].sort();

/** Those that are not ready come first: they are why somebody looks. */
function podsOutput(pods: readonly PodView[]): Output {
  const sorted = [...pods].sort((a, b) => Number(a.ready) - Number(b.ready) || a.name.localeCompare(b.name));
  const notReady = sorted.filter((p) => !p.ready);
  return {
    items: sorted.map((p) => ({
      name: p.name,
      ready: p.ready,
      phase: p.phase,
      reason: p.reason ?? '',
      restarts: p.restarts,
      image: p.image,
      ageSeconds: p.ageSeconds,
    })),
    notReady: notReady.map((p) => p.name),
    ready: pods.length - notReady.length,
    counts: { total: pods.length, ready: pods.length - notReady.length, notReady: notReady.length },
    images: distinct(pods.map((p) => p.image)),
  };
}

function deploymentOutput(d: DeploymentView): Output {
  const missing = Math.max(0, d.replicas - d.ready);
  return {
    items: [{ name: d.name, replicas: d.replicas, ready: d.ready, available: d.available, revision: d.revision }],
    notReady: missing > 0 ? [d.name] : [],
    ready: d.ready,
    counts: { total: d.replicas, ready: d.ready, notReady: missing },
    images: distinct(d.images),
    replicas: d.replicas,
    updated: d.updated,
    available: d.available,
    revision: d.revision,
    paused: d.paused,
  };
}

type PodItem = {
  readonly name: string;
  readonly phase: string;
  readonly reason: string;
  readonly restarts: number;
};

export const kubernetesGet = readKind({
  name: 'kubernetes.get',
  summary: 'Lists the pods of a namespace or a deployment, or shows how a deployment stands.',
  params,
  offers: {
    outputs: [
      'items',
      'notReady',
      'ready',
      'counts',
      'images',
      'replicas',
      'updated',
      'available',
      'revision',
      'paused',
      'note',
    ],
  },
  examples: [
    { means: 'All pods of a namespace', params: { kind: 'pods', namespace: 'architect-production' } },
    {
      means: 'The pods of one deployment',
      params: { kind: 'pods', namespace: 'architect-production', deployment: 'architect-api' },
    },
    {
      means: 'How a deployment stands',
      params: { kind: 'deployment', namespace: 'architect-production', deployment: 'architect-api' },
    },
  ],
  needs(p) {
    if (p.kind === 'deployment') return inNamespace(p, readDeployment);
    return inNamespace(p, p.deployment === undefined ? [listPods] : listPodsOfDeployment);
  },
  async read(p, { cluster }): Promise<Output> {
    if (p.kind === 'deployment') return deploymentOutput(await cluster.deployment(p.namespace, p.deployment ?? ''));
    return podsOutput(await cluster.pods(p.namespace, p.deployment));
  },
  lines(output) {
    const { total, ready } = output.counts as { readonly total: number; readonly ready: number };
    const images = (output.images as readonly string[]).join(', ');
    const first = `${ready} of ${total} ready${images ? ` · ${images}` : ''}`;
    if (output.replicas !== undefined) {
      return [`${first} · revision ${output.revision}${output.paused === true ? ' · paused' : ''}`];
    }
    const names = output.notReady as readonly string[];
    const broken = (output.items as readonly PodItem[]).filter((i) => names.includes(i.name));
    const rows = broken.slice(0, 8).map((p) => `${p.name}  ${p.reason || p.phase}  ${p.restarts} restarts`);
    return [first, ...rows, ...(broken.length > 8 ? [`… ${names.length - 8} more are not ready`] : [])];
  },
});

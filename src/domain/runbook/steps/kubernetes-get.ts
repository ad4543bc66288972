/** kubernetes.get: what runs, as kubectl get shows it. */
import { z } from 'zod';
import type { DeploymentView, PodView } from '../../../ports/cluster.ts';
import { CLUSTER_WIDE, MOST_LISTED, OBJECT_KINDS, type ObjectKind } from '../../../ports/objects.ts';
import { inNamespace, listOf, listPodsOfDeployment, readDeployment } from '../needs.ts';
import type { Output } from '../step-kind.ts';
import { deployment, namespace, objectName } from './fields.ts';
import { ageOf, type Row, rowLine, rowOf } from './object-rows.ts';
import { readKind } from './read-kind.ts';
import { selector } from './selector.ts';

const params = z
  .strictObject({
    /** `deployment` shows one with its revision and images; every other kind is a list. */
    kind: z.enum(['deployment', ...OBJECT_KINDS]),
    namespace: namespace.optional(),
    /** Needed for a deployment; narrows pods to its own. */
    deployment: deployment.optional(),
    name: objectName.optional(),
    selector: selector.optional(),
  })
  .refine((p) => p.kind !== 'deployment' || p.deployment !== undefined, {
    path: ['deployment'],
    message: 'kind: deployment needs the name of the deployment',
  })
  .refine((p) => p.deployment === undefined || p.kind === 'deployment' || p.kind === 'pods', {
    path: ['deployment'],
    message: 'only pods are narrowed by a deployment: use name or selector',
  })
  .refine((p) => p.namespace !== undefined || CLUSTER_WIDE.some((k) => k === p.kind), {
    path: ['namespace'],
    message: 'this kind stands in a namespace: name it',
  });

/** A list that is cut must not pass for all there is. */
const cutNote = (all: readonly unknown[]): { note?: string } =>
  all.length < MOST_LISTED
    ? {}
    : { note: `only the first ${MOST_LISTED} by name were looked at; there may be more: narrow it` };

/** Those that are not ready come first: they are why somebody looks. */
function rowsOutput(rows: readonly Row[]): Output {
  const sorted = [...rows].sort((a, b) => Number(a.ready ?? true) - Number(b.ready ?? true));
  const notReady = sorted.filter((r) => r.ready === false).map((r) => r.name);
  const ready = rows.length - notReady.length;
  return {
    items: sorted.map((r) => ({ ...r })) as Output[],
    notReady,
    ready,
    counts: { total: rows.length, ready, notReady: notReady.length },
    images: distinct(rows.flatMap((r) => (Array.isArray(r.images) ? r.images.map(String) : []))),
    ...cutNote(rows),
  };
}

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
    ...cutNote(pods),
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

export const kubernetesGet = readKind({
  name: 'kubernetes.get',
  summary: 'Lists pods or other objects with what matters of them, or shows how a deployment stands.',
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
      means: 'Autoscalers',
      params: { kind: 'horizontalpodautoscalers', namespace: 'architect-production' },
    },
    { means: 'Nodes', params: { kind: 'nodes' } },
    {
      means: 'How a deployment stands',
      params: { kind: 'deployment', namespace: 'architect-production', deployment: 'architect-api' },
    },
  ],
  needs(p) {
    if (p.kind === 'deployment') return inNamespace(p, readDeployment);
    if (p.deployment !== undefined) return inNamespace(p, listPodsOfDeployment);
    return inNamespace(p, listOf(p.kind as ObjectKind));
  },
  async read(
    { kind, namespace: ns = '', deployment: of, name, selector: which },
    { cluster, objects },
    { now },
  ): Promise<Output> {
    if (kind === 'deployment') return deploymentOutput(await cluster.deployment(ns, of ?? ''));
    if (kind === 'pods' && name === undefined && which === undefined) return podsOutput(await cluster.pods(ns, of));
    const where = {
      namespace: ns,
      ...(name === undefined ? {} : { name }),
      ...(which === undefined ? {} : { selector: which }),
    };
    return rowsOutput((await objects.list(kind, where)).map((o) => ({ ...rowOf(kind, o), ...ageOf(o, now) })));
  },
  lines(output) {
    const { total, ready } = output.counts as { readonly total: number; readonly ready: number };
    const images = (output.images as readonly string[]).join(', ');
    const first = `${ready} of ${total} ready${images ? ` · ${images}` : ''}`;
    if (output.replicas !== undefined) {
      return [`${first} · revision ${output.revision}${output.paused === true ? ' · paused' : ''}`];
    }
    const names = output.notReady as readonly string[];
    const all = output.items as readonly Row[];
    const broken = all.filter((i) => names.includes(i.name));
    const rows = broken
      .slice(0, 8)
      .map((p) =>
        p.restarts === undefined ? rowLine(p) : `${p.name}  ${p.reason || p.phase}  ${p.restarts} restarts`,
      );
    // Nothing is broken: then what there is.
    const well = broken.length === 0 && all[0]?.restarts === undefined ? all.slice(0, 8).map(rowLine) : [];
    const more = broken.length > 8 ? [`… ${names.length - 8} more are not ready`] : [];
    return [first, ...rows, ...well, ...more, ...(typeof output.note === 'string' ? [output.note] : [])];
  },
});

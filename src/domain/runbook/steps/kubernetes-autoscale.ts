/** kubernetes.autoscale: how far a deployment may grow and shrink by itself, by CPU, memory or both. */
import { z } from 'zod';
import type { KubeObject } from '../../../ports/objects.ts';
import { changeObject, inNamespace, readDeployment } from '../needs.ts';
import { fieldsOf } from './field-changes.ts';
import { count, deployment, namespace } from './fields.ts';
import { WRITTEN } from './manifest.ts';
import type { ObjectIntent } from './object-change.ts';
import { objectKind } from './object-kind.ts';

const RESOURCES = ['cpu', 'memory'] as const;
type Wanted = { readonly [r in (typeof RESOURCES)[number]]?: number | undefined };

const params = z
  .strictObject({
    namespace,
    deployment,
    min: count(1, 1_000),
    max: count(1, 1_000),
    /** Percent of what its containers request, on average. */
    cpu: count(1, 1_000).optional(),
    memory: count(1, 1_000).optional(),
  })
  .refine((p) => p.max >= p.min, { path: ['max'], message: 'must not be less than min' })
  .refine((p) => p.cpu !== undefined || p.memory !== undefined, {
    path: ['cpu'],
    message: 'say by what it scales: cpu: 70 (percent of the request), memory: 80, or both',
  });

const isOurs = (metric: unknown): boolean =>
  RESOURCES.some((r) => fieldsOf(fieldsOf(metric).resource).name === r) && fieldsOf(metric).type === 'Resource';

/** What it scales by besides CPU and memory stays. */
function metricsOf(live: KubeObject | undefined, wanted: Wanted): readonly object[] {
  const before = fieldsOf(live?.spec).metrics;
  const others = Array.isArray(before) ? (before as readonly object[]).filter((m) => !isOurs(m)) : [];
  const ours = RESOURCES.flatMap((name) => {
    const averageUtilization = wanted[name];
    if (averageUtilization === undefined) return [];
    return [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } }];
  });
  return [...ours, ...others];
}

/** An autoscaler cannot work out a share of a request nobody made. */
function unasked(template: object | undefined, wanted: Wanted): readonly string[] {
  const { containers } = fieldsOf(fieldsOf(template).spec);
  const all = Array.isArray(containers) ? containers : [];
  return RESOURCES.filter((r) => wanted[r] !== undefined).flatMap((r) => {
    const without = all.filter((c) => fieldsOf(fieldsOf(fieldsOf(c).resources).requests)[r] === undefined);
    const names = without.map((c) => String(fieldsOf(c).name));
    return names.length > 0
      ? [`Container ${names.join(', ')} requests no ${r}: the autoscaler cannot scale by it`]
      : [];
  });
}

const asText = ({ cpu, memory }: Wanted): string =>
  [cpu === undefined ? [] : [`CPU ${cpu} %`], memory === undefined ? [] : [`memory ${memory} %`]].flat().join(', ');

export const kubernetesAutoscale = objectKind({
  name: 'kubernetes.autoscale',
  summary: 'Sets between how many replicas a deployment scales by itself, and by which load.',
  risk: 'medium',
  params,
  outputs: ['min', 'max', 'autoscaler', 'text', 'note'],
  examples: [
    {
      means: 'By CPU',
      params: { namespace: 'architect-production', deployment: 'architect-api', min: 3, max: 10, cpu: 70 },
    },
    {
      means: 'By CPU and memory',
      params: { namespace: 'architect-production', deployment: 'architect-api', min: 2, max: 12, cpu: 70, memory: 80 },
    },
  ],
  needs(p) {
    const ours = changeObject('horizontalpodautoscalers', 'patch', 'create').map((r) =>
      r.verb === 'create' ? { ...r, otherwise: 'only an autoscaler that exists can be changed; none is created' } : r,
    );
    const around = readDeployment.filter((r) => r.resource !== 'horizontalpodautoscalers');
    return inNamespace(p, [...around, ...ours]);
  },
  target: (p) => `deployment/${p.namespace}/${p.deployment}`,
  async at(p, { cluster }) {
    const { autoscaler } = await cluster.deployment(p.namespace, p.deployment);
    return { kind: 'horizontalpodautoscalers', namespace: p.namespace, name: autoscaler?.name ?? p.deployment };
  },
  async intend(p, live, { at, ports }): Promise<ObjectIntent | { refused: string }> {
    const { min, max } = p;
    const where = `deployment ${p.namespace}/${p.deployment}`;
    const d = await ports.cluster.deployment(p.namespace, p.deployment);
    const scales = fieldsOf(fieldsOf(live?.spec).scaleTargetRef);
    if (live && scales.name !== p.deployment) {
      return {
        refused: `autoscaler ${at.name} scales ${scales.kind} ${scales.name}, not ${where}: rename one of them`,
      };
    }
    const current = d.revisions.find((r) => r.revision === d.revision);
    const into = d.replicas < min ? min : d.replicas > max ? max : d.replicas;
    const spec = { minReplicas: min, maxReplicas: max, metrics: metricsOf(live, p) };
    const scaleTargetRef = { ...WRITTEN.deployments, name: p.deployment };
    const metadata = { name: at.name, namespace: at.namespace };
    const manifest = { ...WRITTEN.horizontalpodautoscalers, metadata, spec: { scaleTargetRef, ...spec } } as KubeObject;
    return {
      summary: `Scale ${where} between ${min} and ${max} replicas by itself: ${asText(p)}`,
      notes: [
        ...(into === d.replicas ? [] : [`It has ${d.replicas} replicas now and will be brought to ${into} at once`]),
        ...(d.replicas === 0 ? ['It has no replicas: an autoscaler leaves it alone until somebody starts one'] : []),
        ...unasked(current?.template, p),
      ],
      send: live ? { do: 'patch', patch: { type: 'merge', body: { spec } } } : { do: 'apply', manifest, force: false },
      radius: {
        ...{ replicas: d.replicas, replicasAfter: into, autoscaler: true },
        share: d.replicas === 0 ? 0 : Math.round((100 * Math.max(0, d.replicas - into)) / d.replicas) / 100,
      },
      output: { min, max, autoscaler: at.name, text: `${where}: ${min} to ${max} replicas, ${asText(p)}` },
      ...(live
        ? {}
        : {
            undo: {
              kind: 'kubernetes.delete',
              params: { kind: at.kind, namespace: at.namespace, name: at.name },
              summary: `Delete the autoscaler of ${where}, which was not there before`,
            },
          }),
    };
  },
});

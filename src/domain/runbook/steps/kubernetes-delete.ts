/** kubernetes.delete: one object goes; its manifest is kept, and undoing applies it again. */
import { z } from 'zod';
import { CHANGEABLE, type ChangeableKind } from '../../../ports/changes.ts';
import type { KubeObject } from '../../../ports/objects.ts';
import { changeObject, inNamespace } from '../needs.ts';
import { fieldsOf } from './field-changes.ts';
import { namespace, objectName } from './fields.ts';
import { manifestOf, spoken } from './manifest.ts';
import { type ObjectIntent, refAt } from './object-change.ts';
import { objectKind } from './object-kind.ts';

const DELETABLE = CHANGEABLE.filter((k) => k !== 'nodes');

function lost(kind: ChangeableKind, live: KubeObject): readonly string[] {
  const replicas = fieldsOf(live.spec).replicas ?? 1;
  switch (kind) {
    case 'deployments':
      return [
        `An outage until it is applied again: all ${replicas} pods go`,
        'Its revisions go with it: there is nothing to roll back to afterwards. A rollback or a restart needs no deletion',
      ];
    case 'statefulsets':
    case 'daemonsets':
      return ['An outage until it is applied again: all its pods go'];
    case 'services':
      return ['Nothing reaches its pods until it is applied again, and it comes back with another address'];
    case 'horizontalpodautoscalers':
      return ['The number of replicas stays as it is, and nobody adapts it any more'];
    case 'poddisruptionbudgets':
      return ['Nothing holds back those who drain nodes any more'];
    default:
      return [];
  }
}

export const kubernetesDelete = objectKind({
  name: 'kubernetes.delete',
  summary: 'Deletes one object. Its manifest is kept for the undo.',
  risk: 'high',
  params: z.strictObject({
    kind: z.enum(
      DELETABLE,
      `must be one of ${DELETABLE.join(', ')}: namespaces, secrets, volumes and definitions are never deleted from here`,
    ),
    namespace,
    name: objectName,
  }),
  outputs: ['text', 'note'],
  examples: [
    {
      means: 'A disruption budget that holds up every drain',
      params: { kind: 'poddisruptionbudgets', namespace: 'architect-production', name: 'architect-api' },
    },
  ],
  needs: (p) => inNamespace(p, changeObject(p.kind as ChangeableKind, 'delete')),
  at: refAt,
  intend({ kind }, live, { at }): ObjectIntent | { refused: string } {
    const what = spoken(at);
    if (!live) return { refused: `there is no ${what}` };
    const owner = fieldsOf((fieldsOf(live.metadata).ownerReferences as readonly unknown[] | undefined)?.[0]);
    if (owner.name !== undefined) {
      return { refused: `${what} belongs to ${owner.kind} ${owner.name}, which would make it again: change that one` };
    }
    return {
      summary: `Delete ${what}`,
      notes: lost(kind, live),
      send: { do: 'remove' },
      output: { text: `${what} is deleted` },
      undo: {
        kind: 'kubernetes.apply',
        params: { manifest: manifestOf(at, live) },
        summary: `Apply the manifest of ${what} again, as it was`,
      },
    };
  },
});

/** kubernetes.rolloutUndo: back to an earlier release, named by its images; undone by the revision that was current. */
import { z } from 'zod';
import { canonical } from '../../../lib/json.ts';
import { utc } from '../../../lib/utc.ts';
import type { DeploymentView, RevisionView } from '../../../ports/cluster.ts';
import { changeKind } from './change-kind.ts';
import { circumstances, differences, imageChanges } from './deployment-change.ts';
import { count, deployment, namespace } from './fields.ts';

/** The revision wanted, or why there is none. */
function wanted(d: DeploymentView, toRevision: number | undefined): RevisionView | { readonly refused: string } {
  const where = `deployment ${d.namespace}/${d.name}`;
  const known = d.revisions.map((r) => r.revision);
  if (toRevision !== undefined) {
    const named =
      d.revisions.find((r) => r.revision === toRevision) ?? d.revisions.find((r) => r.before.includes(toRevision));
    return named ?? { refused: `${where} has no revision ${toRevision}; it has ${known.join(', ')}` };
  }
  const previous = d.revisions.find((r) => r.revision < d.revision);
  return previous ?? { refused: `${where} has no earlier revision than ${d.revision}` };
}

export const kubernetesRolloutUndo = changeKind({
  name: 'kubernetes.rolloutUndo',
  summary: 'Rolls a deployment back to its previous revision, or to a given one.',
  risk: 'high',
  params: z.strictObject({ namespace, deployment, toRevision: count(1, 1_000_000_000).optional() }),
  outputs: ['revision', 'previous', 'images', 'text', 'note'],
  examples: [
    {
      means: 'Back to the previous release',
      params: { namespace: 'architect-production', deployment: 'architect-api' },
    },
    {
      means: 'Back to a given revision',
      params: { namespace: 'architect-production', deployment: 'architect-api', toRevision: 39 },
    },
  ],
  intend({ namespace: ns, deployment: name, toRevision }, live) {
    const where = `deployment ${ns}/${name}`;
    if (live.paused) return { refused: `${where} is paused, so nothing would roll back: resume it first` };
    const target = wanted(live, toRevision);
    if ('refused' in target) return target;
    const current = live.revisions.find((r) => r.revision === live.revision);
    if (target.revision === live.revision || (current && canonical(current.template) === canonical(target.template))) {
      return { refused: `${where} runs the template of revision ${target.revision} already` };
    }
    const images = imageChanges(live.images, target.images);
    const also = current ? differences(current.template, target.template).slice(0, 8) : [];
    const renamed =
      toRevision === undefined || toRevision === target.revision
        ? []
        : [`What was revision ${toRevision} is revision ${target.revision} since somebody went back to it`];
    const cause = target.changeCause ? ` (${target.changeCause})` : '';
    return {
      summary: `Roll back ${where} from revision ${live.revision} to ${target.revision}: ${target.images.join(', ')}`,
      changes: [{ what: 'revision', from: String(live.revision), to: `${target.revision}${cause}` }, ...images],
      notes: [
        `All ${live.replicas} pods are replaced, a few at a time`,
        ...(images.length === 0 ? ['The image stays the same'] : []),
        ...(also.length > 0 ? [`Also different: ${also.join(', ')}`] : []),
        ...renamed,
        `Revision ${target.revision} is of ${utc(Date.parse(target.createdAt))}`,
        ...circumstances(live),
      ],
      set: { template: target.template, cause: target.changeCause ?? `back to revision ${target.revision}` },
      output: {
        revision: target.revision,
        previous: live.revision,
        images: [...target.images],
        text: `${where}: revision ${live.revision} → ${target.revision} (${target.images.join(', ')})`,
      },
      undo: {
        kind: 'kubernetes.rolloutUndo',
        params: { namespace: ns, deployment: name, toRevision: live.revision },
        summary: `Put ${where} back to revision ${live.revision}: ${live.images.join(', ')}`,
      },
    };
  },
});

/** helm.rollback: back to the release before, or to a given one; undone by the revision that was current. */
import { z } from 'zod';
import { count } from './fields.ts';
import { backTo, helmChange, where } from './helm-release.ts';

export const helmRollback = helmChange({
  name: 'helm.rollback',
  summary: 'Rolls a release back to its previous revision, or to a given one.',
  risk: 'high',
  minutes: 12,
  params: z.strictObject({ ...where, toRevision: count(1, 1_000_000).optional() }),
  example: {
    means: 'Back to the previous release',
    params: { release: 'smartcloudops-ai', namespace: 'smartcloudops' },
  },
  intend(p, all) {
    const name = `${p.namespace}/${p.release}`;
    const current = all.at(-1);
    if (!current) return { refused: `there is no release ${name}` };
    // Revision 1 is the first ever, not the one before: the seed's `helm rollback … 1` (H2).
    const target =
      p.toRevision === undefined
        ? all.findLast((r) => r !== current && r.status === 'superseded')
        : all.find((r) => r.revision === p.toRevision);
    if (!target)
      return {
        refused: `${name} has no ${p.toRevision ?? 'earlier'} revision; it has ${all.map((r) => r.revision).join(', ')}`,
      };
    if (target === current) return { refused: `${name} is at revision ${current.revision} already` };
    const changes = [
      { what: 'revision', from: String(current.revision), to: String(target.revision) },
      { what: 'chart', from: current.chart, to: target.chart },
      { what: 'app version', from: current.appVersion, to: target.appVersion },
    ].filter((c) => c.from !== c.to);
    return {
      args: ['rollback', p.release, String(target.revision), '--wait', '--timeout', '10m'],
      summary: `Roll back ${name} from revision ${current.revision} to ${target.revision} (${target.appVersion || target.chart})`,
      changes,
      notes: [`Revision ${target.revision} is of ${target.updated}`],
      undo: backTo(p, current),
    };
  },
});

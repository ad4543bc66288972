/** helm.uninstall: a release goes, its history stays, so that it can come back. */
import { z } from 'zod';
import { backTo, helmChange, where } from './helm-release.ts';

export const helmUninstall = helmChange({
  name: 'helm.uninstall',
  summary: 'Removes a release and everything it brought.',
  risk: 'high',
  minutes: 12,
  params: z.strictObject(where),
  example: {
    means: 'The rehearsal is over',
    params: { release: 'smartcloudops-ai-dr', namespace: 'smartcloudops-dr' },
  },
  intend(p, all) {
    const name = `${p.namespace}/${p.release}`;
    const current = all.at(-1);
    if (!current) return { refused: `there is no release ${name}` };
    return {
      args: ['uninstall', p.release, '--keep-history', '--wait', '--timeout', '10m'],
      summary: `Uninstall ${name}`,
      changes: [{ what: 'release', from: `revision ${current.revision} (${current.chart})`, to: 'gone' }],
      notes: ['Its history is kept, so that it can be rolled back'],
      undo: backTo(p, current),
    };
  },
});

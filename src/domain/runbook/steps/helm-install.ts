/** helm.install: a release that is not there yet; undone by uninstalling it. */
import { z } from 'zod';
import { chart, helmChange, setArgs, values, version, where } from './helm-release.ts';

export const helmInstall = helmChange({
  name: 'helm.install',
  summary: 'Installs a release that is not there yet.',
  risk: 'medium',
  minutes: 12,
  params: z.strictObject({ ...where, chart, version: version.optional(), set: values }),
  example: {
    means: 'A copy to rehearse the recovery',
    params: { release: 'smartcloudops-ai-dr', namespace: 'smartcloudops-dr', chart: 'charts/smartcloudops-ai' },
  },
  intend(p, all) {
    const name = `${p.namespace}/${p.release}`;
    if (all.length > 0) return { refused: `there is a release ${name} already: use helm.upgrade` };
    const exact = p.version === undefined ? [] : ['--version', p.version];
    return {
      args: ['install', p.release, p.chart, ...exact, ...setArgs(p.set), '--wait', '--timeout', '10m'],
      summary: `Install ${p.chart} as ${name}`,
      changes: Object.entries(p.set).map(([k, v]) => ({ what: k, from: '', to: String(v) })),
      undo: {
        kind: 'helm.uninstall',
        params: { release: p.release, namespace: p.namespace },
        summary: `Uninstall ${name}`,
      },
    };
  },
});

/** helm.upgrade: another chart version or other values, waited for, and taken back by helm itself when it does not come up. */
import { z } from 'zod';
import { backTo, chart, helmChange, setArgs, values, version, where } from './helm-release.ts';

export const helmUpgrade = helmChange({
  name: 'helm.upgrade',
  summary:
    'Upgrades a release to a chart and values; it waits until the release is up, and rolls back by itself when it is not.',
  risk: 'high',
  minutes: 12,
  params: z.strictObject({ ...where, chart, version: version.optional(), set: values }),
  example: {
    means: 'A new image',
    params: {
      release: 'smartcloudops-ai',
      namespace: 'smartcloudops',
      chart: 'charts/smartcloudops-ai',
      set: { 'image.tag': 'v1.0.1' },
    },
  },
  intend(p, all) {
    const name = `${p.namespace}/${p.release}`;
    const current = all.at(-1);
    if (!current) return { refused: `there is no release ${name}: use helm.install` };
    if (current.status.startsWith('pending'))
      return { refused: `${name} is ${current.status}: somebody else is at work on it` };
    const exact = p.version === undefined ? [] : ['--version', p.version];
    return {
      args: [
        'upgrade',
        p.release,
        p.chart,
        ...exact,
        '--reuse-values',
        ...setArgs(p.set),
        '--atomic',
        '--wait',
        '--timeout',
        '10m',
      ],
      summary: `Upgrade ${name} to ${p.chart}${p.version === undefined ? '' : ` ${p.version}`}`,
      changes: Object.entries(p.set).map(([k, v]) => ({ what: k, from: '', to: String(v) })),
      notes: [`Now revision ${current.revision} (${current.appVersion || current.chart}), since ${current.updated}`],
      undo: backTo(p, current),
    };
  },
});

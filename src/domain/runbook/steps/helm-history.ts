/** helm.history: what was released, newest first. */
import { z } from 'zod';
import type { Output } from '../step-kind.ts';
import { history, type Revision, where } from './helm-release.ts';
import { readKind } from './read-kind.ts';

export const helmHistory = readKind({
  name: 'helm.history',
  summary: 'Lists the revisions of a release, newest first.',
  params: z.strictObject(where),
  offers: { outputs: ['items', 'current', 'previous', 'status', 'note'] },
  usualExpect: 'current > 0',
  examples: [{ means: 'What was released', params: { release: 'smartcloudops-ai', namespace: 'smartcloudops' } }],
  needs: () => [{ on: 'binary', binary: 'helm' }],
  async read({ release: name, namespace: ns }, ports): Promise<Output> {
    const all = await history(ports, name, ns);
    const current = all.at(-1);
    const previous = all.findLast((r) => r !== current && r.status === 'superseded');
    return {
      items: all.toReversed().map((r) => ({ ...r })),
      current: current?.revision ?? 0,
      previous: previous?.revision ?? 0,
      status: current?.status ?? '',
      ...(current ? {} : { note: `there is no release ${ns}/${name}` }),
    };
  },
  lines: ({ items, note }) =>
    note === undefined
      ? (items as unknown as readonly Revision[])
          .slice(0, 8)
          .map((r) => `${r.revision}  ${r.status}  ${r.chart}  ${r.appVersion}  ${r.updated}`)
      : [String(note)],
});

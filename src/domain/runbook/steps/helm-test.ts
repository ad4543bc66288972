/** helm.test: the tests that a release brings along. */
import { z } from 'zod';
import { helm, where } from './helm-release.ts';
import { looked, outputOf, PROGRAM_OUTPUTS, programLines } from './program.ts';
import { readKind } from './read-kind.ts';

export const helmTest = readKind({
  name: 'helm.test',
  summary: 'Runs the tests that a release brings along.',
  params: z.strictObject(where),
  offers: { outputs: PROGRAM_OUTPUTS },
  examples: [
    { means: 'Does staging work', params: { release: 'smartcloudops-ai-staging', namespace: 'smartcloudops' } },
  ],
  needs: () => [{ on: 'binary', binary: 'helm' }],
  async read({ release: name, namespace: ns }, ports, { timeout }) {
    return outputOf(await looked(ports.commands, helm(ports, ['test', name, '--namespace', ns], timeout)));
  },
  lines: programLines,
});

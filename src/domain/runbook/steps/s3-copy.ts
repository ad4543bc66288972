/** s3.copy: one object to another place; what stands there already is not replaced unless the runbook says so. */
import { z } from 'zod';
import { Fault } from '../../../ports/fault.ts';
import { programChange } from './program-change.ts';
import { bytes, objectAddress, type Stored, stored } from './s3-objects.ts';

const HOUR = 3_600_000;

interface Both {
  readonly from: Stored | undefined;
  readonly to: Stored | undefined;
}

export const s3Copy = programChange({
  name: 's3.copy',
  summary: 'Copies one object of S3 to another place, and looks whether it is there in full.',
  risk: 'medium',
  params: z.strictObject({
    from: objectAddress,
    to: objectAddress,
    /** What stands there may be written over. */
    replace: z.boolean().default(false),
  }),
  program: 'aws',
  outputs: ['size'],
  timeout: HOUR,
  examples: [
    {
      means: 'Keep the last good backup',
      params: {
        from: 's3://architect-backups/nightly/2026-11-25.dump',
        to: 's3://architect-backups/kept/2026-11-25.dump',
      },
    },
  ],
  target: ({ to }) => `object/${to.slice('s3://'.length)}`,
  look: async ({ from, to }, ports): Promise<Both> => ({
    from: await stored(ports, from),
    to: await stored(ports, to),
  }),
  guard: ({ from, to }) => ({ from: from?.etag ?? 'none', to: to?.etag ?? 'none' }),
  intend({ from, to, replace }, is) {
    if (!is.from) return { refused: `there is no ${from}` };
    if (is.to && is.to.etag === is.from.etag) return { refused: `${to} is the same already` };
    if (is.to && !replace)
      return { refused: `${to} is there already (${is.to.modified}): replace: true writes over it` };
    return {
      args: ['s3', 'cp', from, to, '--only-show-errors'],
      summary: `Copy ${from} to ${to}`,
      changes: [{ what: to, from: is.to ? bytes(is.to.size) : 'none', to: bytes(is.from.size) }],
      notes: is.to ? ['What is there is written over: only a bucket that keeps versions has it then'] : [],
    };
  },
  async after({ to }, ports, { from }) {
    const is = await stored(ports, to);
    if (is && is.size === from?.size) return { size: is.size };
    const how = is ? `has ${is.size} bytes instead of ${from?.size}` : 'is not there';
    throw new Fault('permanent', 's3.not-copied', `${to} ${how}: do not rely on it`);
  },
  lines: (o) => [`${o.text}: ${bytes(Number(o.size))}`],
});

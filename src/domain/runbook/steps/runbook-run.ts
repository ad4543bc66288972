/** runbook.run: another runbook, as a run of its own with its own approvals; this one waits for its end. */
import { z } from 'zod';
import { tellKind } from './tell-kind.ts';

export const runbookRun = tellKind({
  name: 'runbook.run',
  summary: 'Runs another runbook and waits until it is done; it asks for its own approvals.',
  params: z.strictObject({
    runbook: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'must be the id of a runbook: service/procedure'),
    inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  }),
  offers: { shorthand: 'runbook', outputs: ['run', 'status'] },
  examples: [{ means: 'First the diagnosis', params: { runbook: 'architect/api-completely-down' } }],
  needs: ({ runbook }) => [{ on: 'runbook', runbook: String(runbook) }],
  tell: ({ runbook, inputs }) => ({ runbook, inputs }),
});

/** manual.task: a person does something that no step can; what they did is written down. */
import { z } from 'zod';
import { askKind, assignee, CANNOT, done, evidence, SKIP } from './ask-kind.ts';

export const manualTask = askKind({
  name: 'manual.task',
  summary: 'Asks a person to do something, and for the evidence that it was done.',
  params: z.strictObject({
    instruction: z.string().trim().min(1).max(1_000),
    assignee: assignee.optional(),
    evidence: evidence.default('optional'),
    /** Whether it may be left out. */
    skip: z.boolean().default(true),
  }),
  offers: { shorthand: 'instruction', outputs: ['answer', 'by', 'text'] },
  examples: [
    { means: 'Somebody looks', params: { instruction: 'Look into the Sentry dashboard: which endpoint fails?' } },
    {
      means: 'With evidence, and not to be left out',
      params: {
        instruction: 'Revoke the leaked key in the provider’s console',
        assignee: 'role:security-lead',
        evidence: 'required',
        skip: false,
      },
    },
  ],
  ask: ({ instruction, assignee: who, evidence: proof, skip }) => ({
    text: instruction,
    ...(who === undefined ? {} : { assignee: who }),
    answers: [done(proof), ...(skip ? [SKIP] : []), CANNOT],
  }),
});

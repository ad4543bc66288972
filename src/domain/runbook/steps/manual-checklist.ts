/** manual.checklist: several things to do, each ticked off by whoever did it. */
import { z } from 'zod';
import { askKind, assignee, CANNOT, done, evidence, SKIP } from './ask-kind.ts';

export const manualChecklist = askKind({
  name: 'manual.checklist',
  summary: 'Asks people to tick off a list; every item has who did it, and with what evidence.',
  params: z.strictObject({
    items: z.array(z.string().trim().min(1).max(200)).min(1).max(20),
    text: z.string().trim().min(1).max(500).default('Tick off each of these'),
    assignee: assignee.optional(),
    evidence: evidence.default('optional'),
    skip: z.boolean().default(true),
  }),
  offers: { outputs: ['items', 'done', 'by'] },
  examples: [
    {
      means: 'Every Monday',
      params: {
        items: ['Read the error rates of the week', 'Check the free disk space'],
        assignee: 'role:devops-lead',
      },
    },
  ],
  ask: ({ items, text, assignee: who, evidence: proof, skip }) => ({
    text,
    items,
    ...(who === undefined ? {} : { assignee: who }),
    answers: [done(proof), ...(skip ? [SKIP] : []), CANNOT],
  }),
});

/** ask.text: a person knows something that later steps need. */
import { z } from 'zod';
import { pattern } from '../pattern.ts';
import { askKind, assignee, CANNOT } from './ask-kind.ts';

export const askText = askKind({
  name: 'ask.text',
  summary: 'Asks a person for a word or a line that later steps need.',
  params: z.strictObject({
    question: z.string().trim().min(1).max(300),
    assignee: assignee.optional(),
    /** The whole answer must look like it. */
    pattern: pattern.optional(),
  }),
  offers: { shorthand: 'question', outputs: ['answer', 'by', 'text'] },
  examples: [{ means: 'Which commit', params: { question: 'Which commit was good?', pattern: '[0-9a-f]{7,40}' } }],
  ask: ({ question, assignee: who, pattern: like }) => ({
    text: question,
    ...(who === undefined ? {} : { assignee: who }),
    answers: [
      {
        id: 'answer',
        label: 'Answer',
        means: 'done',
        wants: { label: question, required: true, ...(like === undefined ? {} : { pattern: like }) },
      },
      CANNOT,
    ],
  }),
});

/** note: something worth knowing at this point, in the run's record. */
import { z } from 'zod';
import { tellKind } from './tell-kind.ts';

export const note = tellKind({
  name: 'note',
  summary: 'Writes a line into the run: what was found so far, what to keep in mind.',
  params: z.strictObject({ text: z.string().trim().min(1).max(1_000) }),
  offers: { shorthand: 'text', outputs: ['text'] },
  examples: [{ means: 'A word to whoever reads it', params: { text: 'Customers notice this after about a minute.' } }],
  tell: ({ text }) => ({ output: { text } }),
});

/** ask.approval: people say yes before the run goes on, under the same rules as for a change, though nothing is changed by it. */
import { z } from 'zod';
import type { ChangeKind } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';

const params = z.strictObject({ question: z.string().trim().min(1).max(300) });

export const askApproval: ChangeKind = {
  name: 'ask.approval',
  summary: 'Waits for the approval of other people before the run goes on; nothing is changed by itself.',
  risk: 'low',
  class: 'keyed',
  mutates: true,
  schema: schemaOf(params, { shorthand: 'question', mutates: true, outputs: ['question'] }),
  examples: [{ means: 'A yes before what people do by hand', params: { question: 'May the writers be stopped?' } }],
  needs: () => [],
  // Of its own: no other run is held up by a question.
  target: (p) => `question/${params.parse(p).question}`,
  async plan(p) {
    const { question } = params.parse(p);
    return {
      summary: question,
      changes: [],
      guarded: {},
      notes: ['Nothing is changed by this step itself'],
      request: { question },
    };
  },
  async execute({ request }) {
    return { kind: 'done', output: { question: String(request.question) } };
  },
  lines: ({ question }) => [`approved: ${question}`],
};

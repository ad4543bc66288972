/** Makes a kind that a person does or answers. */
import { z } from 'zod';
import type { Question, QuestionAnswer } from '../question-model.ts';
import type { AskKind, Example } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import type { StepKindSchema } from '../step-kind-index.ts';

interface AskSpec<S extends z.ZodObject> extends Pick<AskKind, 'name' | 'summary'> {
  readonly params: S;
  readonly offers: Omit<StepKindSchema, 'keys' | 'required' | 'check' | 'json' | 'mutates'>;
  readonly examples: readonly Example[];
  ask(params: z.output<S>): Question;
}

export function askKind<S extends z.ZodObject>({ params: schema, offers, ask, ...spec }: AskSpec<S>): AskKind {
  return {
    ...spec,
    class: 'keyed',
    mutates: false,
    schema: schemaOf(schema, { ...offers, mutates: false }),
    needs: () => [],
    ask: (params) => ask(schema.parse(params)),
    // What was answered is written by whoever settles it.
    lines: () => [],
  };
}

export const assignee = z
  .string()
  .regex(/^(?:role|person|oncall):[a-z0-9][a-z0-9_-]*$/, 'must be role:<name>, person:<id> or oncall:<rota>');

/** Whether what was done is to be written down. */
export const evidence = z.enum(['required', 'optional', 'none']);

export function done(proof: z.output<typeof evidence>): QuestionAnswer {
  const wants = { label: 'What was done, and how one can see it', required: proof === 'required' };
  return { id: 'done', label: 'Done', means: 'done', ...(proof === 'none' ? {} : { wants }) };
}

const WHY = { label: 'Why', required: true };
export const SKIP: QuestionAnswer = { id: 'skip', label: 'Skip', means: 'skipped', wants: WHY };
export const CANNOT: QuestionAnswer = { id: 'cannot', label: 'Can’t do', means: 'failed', wants: WHY };

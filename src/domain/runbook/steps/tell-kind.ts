/** Makes a kind that our own loop carries: typed inside, plain data outside. */
import type { z } from 'zod';
import type { Example, Output, TellKind, Told } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import type { StepKindSchema } from '../step-kind-index.ts';

interface TellSpec<S extends z.ZodObject> extends Pick<TellKind, 'name' | 'summary'> {
  readonly params: S;
  readonly offers: Omit<StepKindSchema, 'keys' | 'required' | 'check' | 'json' | 'mutates'>;
  readonly examples: readonly Example[];
  /** @default nothing outside is asked */
  readonly needs?: TellKind['needs'];
  tell(params: z.output<S>): Told;
}

export function tellKind<S extends z.ZodObject>({ params: schema, offers, tell, ...spec }: TellSpec<S>): TellKind {
  return {
    needs: () => [],
    ...spec,
    class: 'keyed',
    mutates: false,
    schema: schemaOf(schema, { ...offers, mutates: false }),
    tell: (params) => tell(schema.parse(params)),
    lines: (output: Output) => (typeof output.text === 'string' ? [output.text] : []),
  };
}

/** What the answer of an incident offers to later steps. */
export const ANSWER: readonly string[] = ['incident', 'code', 'text'];

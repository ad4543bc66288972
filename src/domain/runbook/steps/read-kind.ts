/** Makes a kind that only looks: typed inside, plain data outside. */
import type { z } from 'zod';
import type { Example, Output, ReadContext, ReadKind, StepPorts } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import type { StepKindSchema } from '../step-kind-index.ts';

interface ReadSpec<S extends z.ZodObject, O extends Output>
  extends Pick<ReadKind, 'name' | 'summary' | 'usualExpect' | 'needs'> {
  readonly params: S;
  readonly offers: Omit<StepKindSchema, 'keys' | 'required' | 'check' | 'json' | 'mutates'>;
  readonly examples: readonly Example[];
  read(params: z.output<S>, ports: StepPorts, context: ReadContext): Promise<O>;
  lines(output: O): readonly string[];
  pending?(output: O): boolean;
  failed?(output: O): string | undefined;
}

export function readKind<S extends z.ZodObject, O extends Output>(spec: ReadSpec<S, O>): ReadKind {
  const { params: schema, offers, pending, failed, usualExpect } = spec;
  // The output comes back from the database as the JSON it was: what `read` gave, bounded.
  const own = (output: Output) => output as O;
  return {
    name: spec.name,
    summary: spec.summary,
    class: 'read',
    mutates: false,
    schema: schemaOf(schema, { ...offers, mutates: false }),
    examples: spec.examples,
    needs: (params) => spec.needs(params),
    ...(usualExpect === undefined ? {} : { usualExpect }),
    read: async (params, ports, context) => spec.read(schema.parse(params), ports, context),
    lines: (output) => spec.lines(own(output)),
    ...(pending ? { pending: (output: Output) => pending(own(output)) } : {}),
    ...(failed ? { failed: (output: Output) => failed(own(output)) } : {}),
  };
}

/** Makes a kind that changes one object of the cluster: planned on what is, carried out only on exactly that. */
import type { z } from 'zod';
import type { ObjectRef } from '../../../ports/changes.ts';
import type { KubeObject } from '../../../ports/objects.ts';
import type { ChangeKind, StepPorts } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import type { StepKindSchema } from '../step-kind-index.ts';
import { targetOf } from './manifest.ts';
import { executeObject, type ObjectIntent, planObject, type Refusal } from './object-change.ts';

interface ObjectSpec<S extends z.ZodObject>
  extends Pick<ChangeKind, 'name' | 'summary' | 'risk' | 'examples' | 'needs'> {
  readonly params: S;
  readonly outputs: readonly string[];
  readonly fromFile?: StepKindSchema['fromFile'];
  /** Which object; a look at the cluster may be needed to know. */
  at(params: z.output<S>, ports: StepPorts): ObjectRef | Promise<ObjectRef>;
  /** What a lock names, when it is not the object itself. */
  target?(params: z.output<S>): string;
  intend(
    params: z.output<S>,
    live: KubeObject | undefined,
    around: { readonly at: ObjectRef; readonly ports: StepPorts },
  ): ObjectIntent | Refusal | Promise<ObjectIntent | Refusal>;
}

export function objectKind<S extends z.ZodObject>(spec: ObjectSpec<S>): ChangeKind {
  const { name, summary, risk, examples, needs, params: schema } = spec;
  return {
    name,
    summary,
    risk,
    examples,
    needs,
    // The key stays on the object and the precondition in the request: a repeat finds that it was done.
    class: 'keyed',
    mutates: true,
    schema: schemaOf(schema, {
      mutates: true,
      outputs: spec.outputs,
      ...(spec.fromFile ? { fromFile: spec.fromFile } : {}),
    }),
    target(params) {
      const p = schema.parse(params);
      if (spec.target) return spec.target(p);
      return targetOf(spec.at(p, undefined as never) as ObjectRef);
    },
    async plan(params, ports, { key }) {
      const p = schema.parse(params);
      const at = await spec.at(p, ports);
      return await planObject(ports, { at, key }, (live) => spec.intend(p, live, { at, ports }));
    },
    execute: executeObject,
    lines: (output) => [String(output.text)],
  };
}

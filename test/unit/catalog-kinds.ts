/** The step kinds of design example, as the index that loading a runbook needs; the real registry has its own tests. */
import { z } from 'zod';
import type { StepKindIndex, StepKindSchema } from '../../src/domain/runbook/step-kind-index.ts';

type More = Partial<Pick<StepKindSchema, 'shorthand' | 'mutates' | 'outputs' | 'expressions'>>;

function kind(shape: z.ZodRawShape, more: More = {}): StepKindSchema {
  const schema = z.strictObject(shape);
  return {
    keys: Object.keys(shape),
    required: Object.entries(shape).flatMap(([k, v]) => ((v as z.ZodType).safeParse(undefined).success ? [] : [k])),
    mutates: false,
    json: () => ({}),
    check: (params) => {
      const result = schema.safeParse(params);
      if (result.success) return [];
      return result.error.issues.map((i) => ({ path: i.path as (string | number)[], message: i.message }));
    },
    ...more,
  };
}

const name = z.string().min(1);
const count = z.int().min(0).max(1000);

const KINDS: Readonly<Record<string, StepKindSchema>> = {
  'kubernetes.get': kind(
    { kind: z.enum(['pods', 'deployments']), namespace: name },
    { outputs: ['items', 'notReady'] },
  ),
  'kubernetes.events': kind({ namespace: name, last: count.optional() }),
  'kubernetes.logs': kind({ deployment: name, namespace: name, tail: count.optional(), tag: z.string().optional() }),
  'kubernetes.rolloutRestart': kind({ deployment: name, namespace: name }, { mutates: true }),
  'kubernetes.rolloutUndo': kind({ deployment: name, namespace: name }, { mutates: true }),
  'kubernetes.scale': kind({ deployment: name, namespace: name, replicas: count }, { mutates: true }),
  'kubernetes.rolloutStatus': kind({ deployment: name, namespace: name }),
  'http.check': kind(
    { url: name, expect: z.string().optional() },
    { outputs: ['status', 'body'], expressions: ['expect'] },
  ),
  'prometheus.query': kind({ query: name }, { shorthand: 'query', outputs: ['value', 'series'] }),
};

export const kinds: StepKindIndex = {
  names: Object.keys(KINDS),
  schemaOf: (wanted) => (Object.hasOwn(KINDS, wanted) ? KINDS[wanted] : undefined),
  riskOf: (wanted) => (Object.hasOwn(KINDS, wanted) && KINDS[wanted]?.mutates ? 'medium' : undefined),
};

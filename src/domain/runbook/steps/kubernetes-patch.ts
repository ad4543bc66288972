/** kubernetes.patch: some fields of one object; undone by a patch that puts back exactly those. */
import { z } from 'zod';
import { CHANGEABLE, PATCH_TYPES } from '../../../ports/changes.ts';
import { changeObject, inNamespace } from '../needs.ts';
import { isFields } from './field-changes.ts';
import { namespace, objectName } from './fields.ts';
import { spoken } from './manifest.ts';
import { type ObjectIntent, refAt } from './object-change.ts';
import { objectKind } from './object-kind.ts';

/** What people decide about; the rest is the server's. */
const OPEN = /^\/(spec|data|binaryData|metadata\/(labels|annotations))(\/|$)/;
const TOP = ['spec', 'data', 'binaryData', 'metadata'];
const OF_METADATA = ['labels', 'annotations'];

const operation = z.strictObject({
  op: z.enum(['test', 'add', 'replace', 'remove'], 'must be test, add, replace or remove'),
  path: z.string().regex(OPEN, 'may be in /spec, /data, /metadata/labels or /metadata/annotations'),
  value: z.json().optional(),
});

/** `add` to the end of a list does it again on every run, unless a test before it finds that it was done. */
function repeats(operations: readonly z.output<typeof operation>[]): string | undefined {
  const bad = operations.findIndex((o, i) => {
    if (o.op !== 'add' || !o.path.endsWith('/-')) return false;
    const list = o.path.slice(0, -2);
    return !operations.slice(0, i).some((t) => t.op === 'test' && (t.path === list || t.path.startsWith(`${list}/`)));
  });
  if (bad < 0) return undefined;
  return `operation ${bad + 1} adds to a list again every time it runs: use type strategic, which merges by name, or put a test of the list before it`;
}

function wrongPatch(type: string, patch: unknown): string | undefined {
  if (type === 'json') {
    const read = z.array(operation).min(1, 'needs at least one operation').max(5_000).safeParse(patch);
    if (read.success) return repeats(read.data);
    const [first] = read.error.issues;
    return `is not a list of JSON patch operations: ${first?.path.join('.')} ${first?.message}`;
  }
  if (!isFields(patch) || Object.keys(patch).length === 0)
    return `must be an object with the fields to change, for type ${type}`;
  const other = Object.keys(patch).find((k) => !TOP.includes(k));
  if (other !== undefined) return `may change spec, data, metadata.labels and metadata.annotations, not ${other}`;
  const meta = isFields(patch.metadata) ? Object.keys(patch.metadata).find((k) => !OF_METADATA.includes(k)) : undefined;
  return meta === undefined ? undefined : `may change labels and annotations, not metadata.${meta}`;
}

const params = z
  .strictObject({
    kind: z.enum(CHANGEABLE, `must be one of ${CHANGEABLE.join(', ')}`),
    namespace: namespace.optional(),
    name: objectName,
    type: z.enum(PATCH_TYPES, 'must be merge, json or strategic').default('strategic'),
    patch: z.json(),
  })
  .superRefine((p, c) => {
    const wrong = wrongPatch(p.type, p.patch);
    if (wrong !== undefined) c.addIssue({ code: 'custom', path: ['patch'], message: wrong });
    if (p.kind === 'certificates' && p.type === 'strategic') {
      c.addIssue({
        code: 'custom',
        path: ['type'],
        message: 'certificates know no strategic patch: use merge or json',
      });
    }
    if (p.namespace === undefined && p.kind !== 'nodes') {
      c.addIssue({ code: 'custom', path: ['namespace'], message: 'this kind stands in a namespace: name it' });
    }
  });

export const kubernetesPatch = objectKind({
  name: 'kubernetes.patch',
  summary: 'Changes some fields of one object, by a merge, JSON or strategic patch.',
  risk: 'medium',
  params,
  outputs: ['text', 'note'],
  examples: [
    {
      means: 'Another limit, whether it was there before or not',
      params: {
        kind: 'deployments',
        namespace: 'architect-production',
        name: 'architect-api',
        patch: {
          spec: { template: { spec: { containers: [{ name: 'api', env: [{ name: 'RATE_LIMIT', value: '100' }] }] } } },
        },
      },
    },
    {
      means: 'No pod at all while evidence is kept',
      params: {
        kind: 'deployments',
        namespace: 'architect-production',
        name: 'architect-api',
        type: 'merge',
        patch: { spec: { replicas: 0 } },
      },
    },
  ],
  needs: (p) => inNamespace(p, changeObject(p.kind as (typeof CHANGEABLE)[number], 'patch')),
  at: refAt,
  intend(p, live, { at }): ObjectIntent | { refused: string } {
    if (!live) return { refused: `there is no ${spoken(at)}` };
    return {
      summary: `Patch ${spoken(at)}`,
      notes: at.kind === 'deployments' ? ['A change below spec.template replaces its pods, a few at a time'] : [],
      send: { do: 'patch', patch: { type: p.type, body: p.patch } },
      output: { text: `${spoken(at)} is patched` },
    };
  },
});

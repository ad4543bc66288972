/** How a change of any object is tried and carried out: read, compare, one conditional request that leaves our key. */
import { z } from 'zod';
import {
  CHANGEABLE,
  type ChangeableKind,
  type Changes,
  type ObjectRef,
  PATCH_TYPES,
  type Patch,
} from '../../../ports/changes.ts';
import { CHANGE_KEY } from '../../../ports/cluster.ts';
import { Fault } from '../../../ports/fault.ts';
import type { KubeObject, Objects } from '../../../ports/objects.ts';
import type { Plan } from '../model.ts';
import type { ExecuteContext, Executed, Output, Planned, StepPorts } from '../step-kind.ts';
import { moved } from './deployment-change.ts';
import {
  decided,
  type FieldChange,
  fact,
  fieldChanges,
  fieldsOf,
  inverse,
  pointer,
  shown,
  valueAt,
} from './field-changes.ts';
import { spoken } from './manifest.ts';
import { objectRadius } from './object-radius.ts';

type Pieces = Extract<Planned, { summary: string }>;

/** The one request that makes the change. */
export type Send =
  | { readonly do: 'patch'; readonly patch: Patch }
  | { readonly do: 'apply'; readonly manifest: KubeObject; readonly force: boolean }
  | { readonly do: 'remove' };

/** What a kind makes of the object as it is. */
export interface ObjectIntent {
  readonly summary: string;
  readonly notes: readonly string[];
  readonly send: Send;
  readonly output: Output;
  /** When the fields that changed cannot simply be put back. */
  readonly undo?: Pieces['undo'];
  /** When it reaches further than the object itself. */
  readonly radius?: Pieces['radius'];
}

export type Refusal = { readonly refused: string };
type Try = { readonly at: ObjectRef; readonly key: string };

/** Somebody faster than us this often in a row, and it is left to the worker's patience. */
const MOST_CONFLICTS = 3;
const isConflict = (e: unknown): boolean => e instanceof Fault && e.code === 'kubernetes.conflict';

export async function find(objects: Objects, { kind, namespace, name }: ObjectRef): Promise<KubeObject | undefined> {
  return (await objects.list(kind, { ...(namespace === '' ? {} : { namespace }), name }))[0];
}

export const metaOf = (o: KubeObject | undefined) => fieldsOf(o?.metadata);
const markOf = (o: KubeObject | undefined): unknown => fieldsOf(metaOf(o).annotations)[CHANGE_KEY];

/** What an approver was shown, as facts that must still hold when it is carried out. */
function guardedFacts(live: KubeObject | undefined, paths: readonly (readonly string[])[]): Plan['guarded'] {
  const { uid = null, generation = null } = metaOf(live) as { uid?: string; generation?: number };
  const state = live ? decided(live) : {};
  const touched = paths.map((p) => [p.join('.'), fact(p, valueAt(state, p))] as const);
  return { uid, generation, ...Object.fromEntries(touched) };
}

/** The version that was read goes with it, and our key stays on the object. */
function marked(send: Extract<Send, { do: 'patch' }>, live: KubeObject, key: string): Patch {
  const { type, body } = send.patch;
  const { resourceVersion, ...known } = metaOf(live);
  if (type === 'json') {
    const first = [{ op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion }];
    // The server leaves out what is empty, and an operation cannot add to what is not there.
    const missing = ['annotations', 'labels'].filter((part) => known[part] === undefined);
    const none = missing.map((part) => ({ op: 'add', path: `/metadata/${part}`, value: {} }));
    const mark = { op: 'add', path: pointer(['metadata', 'annotations', CHANGE_KEY]), value: key };
    return { type, body: [...first, ...none, ...(body as readonly unknown[]), mark] };
  }
  const { metadata, ...rest } = fieldsOf(body);
  const meta = fieldsOf(metadata);
  const notes = { ...fieldsOf(meta.annotations), [CHANGE_KEY]: key };
  return { type, body: { ...rest, metadata: { ...meta, resourceVersion, annotations: notes } } };
}

function markedManifest(manifest: KubeObject, key: string): KubeObject {
  const meta = metaOf(manifest);
  return { ...manifest, metadata: { ...meta, annotations: { ...fieldsOf(meta.annotations), [CHANGE_KEY]: key } } };
}

/** The object as it is afterwards; undefined: it is gone. */
async function deliver(
  changes: Changes,
  { at, key }: Try,
  { send, live }: { readonly send: Send; readonly live: KubeObject | undefined },
  dryRun: boolean,
): Promise<KubeObject | undefined> {
  if (send.do === 'apply') {
    return await changes.apply(at, markedManifest(send.manifest, key), { dryRun, force: send.force });
  }
  if (!live) throw new Fault('permanent', 'kubernetes.not-found', `there is no ${spoken(at)}`);
  if (send.do === 'patch') return await changes.patch(at, marked(send, live, key), { dryRun });
  const { uid, resourceVersion } = metaOf(live);
  await changes.remove(at, { uid: String(uid), resourceVersion: String(resourceVersion) }, { dryRun });
  return undefined;
}

/** Reads, intends, and lets the server say what would come of it without changing anything. */
export async function planObject(
  ports: StepPorts,
  tried: Try,
  intend: (live: KubeObject | undefined) => ObjectIntent | Refusal | Promise<ObjectIntent | Refusal>,
): Promise<Planned> {
  const { at } = tried;
  for (let n = 1; ; n++) {
    const live = await find(ports.objects, at);
    const intent = await intend(live);
    if ('refused' in intent) return intent;
    try {
      const after = await deliver(ports.changes, tried, { send: intent.send, live }, true);
      return planned(at, intent, live, after);
    } catch (e) {
      if (n >= MOST_CONFLICTS || !isConflict(e)) throw e;
    }
  }
}

function planned(
  at: ObjectRef,
  intent: ObjectIntent,
  live: KubeObject | undefined,
  after: KubeObject | undefined,
): Planned {
  const { summary, notes, send, output } = intent;
  const changed = live && after ? fieldChanges(decided(live), decided(after)) : [];
  if (live && after && changed.length === 0) return { refused: `${spoken(at)} is like that already` };
  const paths = changed.map((c) => c.path);
  const radius = intent.radius ?? objectRadius(live, after);
  const undo = intent.undo ?? (changed.length > 0 ? putBack(at, changed) : undefined);
  return {
    summary,
    changes:
      live && after
        ? changed.map(line)
        : [{ what: spoken(at), from: live ? 'there' : 'none', to: after ? 'there' : 'none' }],
    ...(radius ? { radius } : {}),
    guarded: guardedFacts(live, paths),
    notes,
    request: { ...at, send, paths, output },
    ...(undo ? { undo } : {}),
  };
}

const line = (c: FieldChange) => ({ what: c.path.join('.'), from: shown(c, c.from), to: shown(c, c.to) });

function putBack(at: ObjectRef, changed: readonly FieldChange[]): NonNullable<Pieces['undo']> {
  const { namespace, ...rest } = at;
  const where = { ...rest, ...(namespace === '' ? {} : { namespace }) };
  const fields = changed.map((c) => c.path.join('.'));
  const also = fields.length > 3 ? ` and ${fields.length - 3} more` : '';
  return {
    kind: 'kubernetes.patch',
    params: { ...where, type: 'json', patch: inverse(changed) },
    summary: `Put ${fields.slice(0, 3).join(', ')}${also} of ${spoken(at)} back to what was`,
  };
}

const request = z.strictObject({
  kind: z.enum(CHANGEABLE),
  namespace: z.string(),
  name: z.string(),
  send: z.union([
    z.strictObject({ do: z.literal('patch'), patch: z.strictObject({ type: z.enum(PATCH_TYPES), body: z.json() }) }),
    z.strictObject({ do: z.literal('apply'), manifest: z.record(z.string(), z.json()), force: z.boolean() }),
    z.strictObject({ do: z.literal('remove') }),
  ]),
  paths: z.array(z.array(z.string())),
  output: z.record(z.string(), z.json()),
});

export async function executeObject(plan: Plan, ports: StepPorts, { key, late }: ExecuteContext): Promise<Executed> {
  const { send, paths, output, ...at } = request.parse(plan.request);
  for (let n = 1; ; n++) {
    const live = await find(ports.objects, at);
    // Our mark: an earlier attempt did it, and its answer was lost. What was to go and is gone needs no mark.
    if (markOf(live) === key || (send.do === 'remove' && !live)) return { kind: 'done', output };
    const differs = moved(plan.guarded, guardedFacts(live, paths));
    if (differs.length > 0) return { kind: 'drifted', moved: differs };
    if (late) return { kind: 'late' };
    try {
      await deliver(ports.changes, { at, key }, { send, live }, false);
      return { kind: 'done', output };
    } catch (e) {
      if (n >= MOST_CONFLICTS || !isConflict(e)) throw e;
    }
  }
}

export function refAt(p: { kind: ChangeableKind; namespace?: string | undefined; name: string }): ObjectRef {
  return { kind: p.kind, namespace: p.kind === 'nodes' ? '' : (p.namespace ?? ''), name: p.name };
}

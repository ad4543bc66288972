/** kubernetes.apply: a manifest, by server-side apply; undone by the fields that were, or by its removal. */
import { z } from 'zod';
import type { ChangeableKind } from '../../../ports/changes.ts';
import type { KubeObject } from '../../../ports/objects.ts';
import { isManifest } from '../manifest-model.ts';
import { changeObject, inNamespace } from '../needs.ts';
import { fieldsOf, isFields } from './field-changes.ts';
import { namespace as namespaceName, objectName } from './fields.ts';
import { spoken, WRITTEN, writtenAs } from './manifest.ts';
import type { ObjectIntent } from './object-change.ts';
import { objectKind } from './object-kind.ts';

const KNOWN = Object.entries(WRITTEN).flatMap(([kind, w]) => (kind === 'nodes' ? [] : [`${w.kind} (${w.apiVersion})`]));

const metadata = z.strictObject({
  name: objectName,
  namespace: namespaceName,
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

/** The kind, once the schema has let it through. */
const kindOf = (manifest: KubeObject): ChangeableKind => writtenAs(manifest) ?? 'deployments';

const params = z
  .strictObject({
    manifest: z
      .record(z.string(), z.json())
      .superRefine((m, c) => {
        const kind = writtenAs(m);
        if (kind === undefined || kind === 'nodes') {
          c.addIssue({
            code: 'custom',
            path: ['kind'],
            message: `is not a kind that can be applied: use ${KNOWN.join(', ')}`,
          });
        }
        for (const { path, message } of metadata.safeParse(m.metadata).error?.issues ?? []) {
          c.addIssue({ code: 'custom', path: ['metadata', ...path], message });
        }
        if ('status' in m)
          c.addIssue({ code: 'custom', path: ['status'], message: 'is written by the cluster: leave it out' });
      })
      .optional(),
    /** Instead of `manifest`: the name of a file beside the runbook. It is read with the runbook, never while it runs. */
    file: z
      .string()
      .refine(isManifest, 'must be the name of a file beside the runbook: <name>.manifest.yaml')
      .optional(),
    /** Takes fields over that somebody else has set otherwise. */
    force: z.boolean().default(false),
  })
  .refine((p) => p.manifest !== undefined, {
    path: ['manifest'],
    message: 'is missing: write the manifest, or name its file',
  });

function refOf(manifest: KubeObject) {
  const { name, namespace } = fieldsOf(manifest.metadata);
  return { kind: kindOf(manifest), namespace: String(namespace), name: String(name) };
}

export const kubernetesApply = objectKind({
  name: 'kubernetes.apply',
  summary: 'Applies a manifest (server-side): creates the object, or makes exactly the named fields so.',
  risk: 'high',
  params,
  outputs: ['text', 'note'],
  fromFile: { key: 'file', into: 'manifest' },
  examples: [
    {
      means: 'An autoscaler as it should be',
      params: {
        manifest: {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: 'architect-api', namespace: 'architect-production' },
          spec: {
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'architect-api' },
            minReplicas: 2,
            maxReplicas: 18,
          },
        },
        force: true,
      },
    },
  ],
  needs(p) {
    const manifest = isFields(p.manifest) ? p.manifest : {};
    const rights = changeObject(kindOf(manifest), 'patch', 'create').map((r) =>
      r.verb === 'create' ? { ...r, otherwise: 'only what exists can be changed; nothing new is created' } : r,
    );
    return inNamespace({ namespace: fieldsOf(manifest.metadata).namespace }, rights);
  },
  at: ({ manifest = {} }) => refOf(manifest),
  async intend({ manifest = {}, force }, live, { at, ports }): Promise<ObjectIntent> {
    const what = spoken(at);
    const takes =
      live && force ? await conflict(() => ports.changes.apply(at, manifest, { dryRun: true, force: false })) : [];
    const undo = {
      kind: 'kubernetes.delete',
      params: { kind: at.kind, namespace: at.namespace, name: at.name },
      summary: `Delete ${what}, which was not there before`,
    };
    return {
      summary: live ? `Apply a manifest to ${what}` : `Create ${what}`,
      notes: takes.map((t) => `Fields are taken over from others: ${t}`),
      send: { do: 'apply', manifest, force },
      output: { text: live ? `${what} is as the manifest says` : `${what} was created` },
      ...(live ? {} : { undo }),
    };
  },
});

/** In the server's words, whose fields would be taken. */
async function conflict(dryRun: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await dryRun();
    return [];
  } catch (e) {
    if (e instanceof Error && 'code' in e && e.code === 'kubernetes.not-ours') return [e.message];
    throw e;
  }
}

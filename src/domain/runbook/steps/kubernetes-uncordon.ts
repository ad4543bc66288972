/** kubernetes.uncordon: pods may come to a node again. */
import { z } from 'zod';
import { changeObject, inNamespace } from '../needs.ts';
import { fieldsOf } from './field-changes.ts';
import { objectName } from './fields.ts';
import type { ObjectIntent } from './object-change.ts';
import { objectKind } from './object-kind.ts';

export const kubernetesUncordon = objectKind({
  name: 'kubernetes.uncordon',
  summary: 'Lets pods come to a node again.',
  risk: 'low',
  params: z.strictObject({ node: objectName }),
  outputs: ['text', 'note'],
  examples: [{ means: 'After its update', params: { node: 'node-b' } }],
  needs: (p) => inNamespace(p, changeObject('nodes', 'patch')),
  at: ({ node }) => ({ kind: 'nodes', namespace: '', name: node }),
  intend({ node }, live): ObjectIntent | { refused: string } {
    if (!live) return { refused: `there is no node ${node}` };
    if (fieldsOf(live.spec).unschedulable !== true) return { refused: `pods may come to node ${node} already` };
    return {
      summary: `Uncordon node ${node}`,
      notes: ['Pods that are elsewhere stay there; new ones may come here'],
      send: { do: 'patch', patch: { type: 'merge', body: { spec: { unschedulable: null } } } },
      output: { text: `pods may come to node ${node} again` },
    };
  },
});

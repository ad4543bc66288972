/** Makes a kind that changes one deployment: planned on what is, carried out only on exactly that. */
import type { z } from 'zod';
import type { DeploymentView } from '../../../ports/cluster.ts';
import { changeDeployment, inNamespace } from '../needs.ts';
import type { ChangeKind, Example } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { type Deployed, executeChange, guardedFacts, type Intent, tryChange } from './deployment-change.ts';
import { radiusOf } from './deployment-radius.ts';

interface ChangeSpec<S extends z.ZodObject> extends Pick<ChangeKind, 'name' | 'summary' | 'risk'> {
  readonly params: S;
  readonly outputs: readonly string[];
  readonly examples: readonly Example[];
  intend(params: z.output<S>, live: DeploymentView, now: number): Intent | { readonly refused: string };
}

export function changeKind<S extends z.ZodObject<Deployed>>(spec: ChangeSpec<S>): ChangeKind {
  const { name, summary, risk, examples, params: schema } = spec;
  const where = (params: unknown) => schema.parse(params) as z.output<S> & { namespace: string; deployment: string };
  return {
    name,
    summary,
    risk,
    examples,
    // The key stays on the deployment and the precondition in the request: a repeat finds that it was done.
    class: 'keyed',
    mutates: true,
    needs: (params) => inNamespace(params, changeDeployment),
    schema: schemaOf(schema, { mutates: true, outputs: spec.outputs }),
    target(params) {
      const p = where(params);
      return `deployment/${p.namespace}/${p.deployment}`;
    },
    async plan(params, ports, { now, key }) {
      const p = where(params);
      const plan = (live: DeploymentView) => spec.intend(p, live, now);
      const tried = await tryChange(ports.cluster, { namespace: p.namespace, name: p.deployment, key }, plan);
      if ('refused' in tried) return tried;
      const { live, intent } = tried;
      const { set, output, undo, ...shown } = intent;
      const request = { namespace: p.namespace, name: p.deployment, set, output };
      const radius = radiusOf(live, set, now);
      return { ...shown, radius, guarded: guardedFacts(live), request, ...(undo ? { undo } : {}) };
    },
    execute: (plan, ports, context) => executeChange(plan, ports.cluster, context),
    lines: (output) => [String(output.text)],
  };
}

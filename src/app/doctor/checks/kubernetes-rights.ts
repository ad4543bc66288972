/** Tocsin may do in each namespace what the steps of the runbooks will need there: asked of the cluster, verb by verb. */
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict, warning } from '../finding.ts';
import { inAPersonsName, namespacesOf, placed, rightOf, ruleOf, type Wanted, wantedBy } from './cluster-rights.ts';
import { isKnown, places } from './foreseen.ts';

export const kubernetesRights: Check = {
  id: 'kubernetes.rights',
  section: 'Kubernetes',
  title: 'Every step may do what it needs',
  remedy: 'give Tocsin the rights of deploy/kubernetes-role.yaml in every namespace that runbooks name',
  async run({ cluster, asks, catalog }) {
    const { rights } = await cluster.known();
    const { impersonate } = (await catalog.known()).changes;
    // What is only ever done in somebody's name takes their rights, not ours: kubernetes.people asks for those.
    const all = (await asks.known()).filter((a) => impersonate !== 'required' || !inAPersonsName(a));
    const wanted = wantedBy(all);
    if (wanted.length === 0) return skipped('no runbook asks a cluster in a namespace that is known before it runs');
    const answers = await Promise.all(
      wanted.map(async (w) => ({ ...w, may: await rights.may({ namespace: w.namespace, ...w.right }) })),
    );
    const denied = answers.filter((a) => !a.may);
    const verdicts = namespacesOf(denied).flatMap((namespace) => {
      const here = denied.filter((d) => d.namespace === namespace);
      return [
        ...told(
          namespace,
          here.filter((d) => d.right.otherwise === undefined),
          problem,
        ),
        ...told(
          namespace,
          here.filter((d) => d.right.otherwise !== undefined),
          warning,
        ),
      ];
    });
    if (verdicts.length > 0) return verdicts;
    const open = all.filter(({ need }) => need.on === 'cluster' && !isKnown(need.namespace));
    const rest = open.length === 0 ? '' : `; ${places(open)} name theirs only when they run`;
    return ok(`${wanted.length} rights ${namespacesOf(wanted).map(placed).join(', ')}${rest}`);
  },
};

function told(namespace: string, denied: readonly Wanted[], as: typeof problem): readonly Verdict[] {
  if (denied.length === 0) return [];
  const remedy = [
    namespace === ''
      ? `these stand in no namespace: bind a ClusterRole with these rules to Tocsin's account (deploy/kubernetes-node-role.yaml lets it look):`
      : `add to the rules of Tocsin's Role in ${namespace} and apply it (most stand in deploy/kubernetes-role.yaml and deploy/kubernetes-look-role.yaml):`,
    ...denied.flatMap(ruleOf),
  ];
  return [as(denied.map(loss).join('\n'), remedy.join('\n'))];
}

const loss = (w: Wanted): string =>
  `Tocsin may not ${rightOf(w)}: ${w.right.otherwise ?? `${places(w.asks)} will fail`}`;

/** Tocsin may do in each namespace what the steps of the runbooks will need there: asked of the cluster, verb by verb. */
import type { Ask } from '../../../domain/runbook/asks.ts';
import type { ClusterRight } from '../../../domain/runbook/needs.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict, warning } from '../finding.ts';
import { isKnown, places } from './foreseen.ts';

interface Wanted {
  readonly namespace: string;
  readonly right: ClusterRight;
  readonly asks: readonly Ask[];
}

export const kubernetesRights: Check = {
  id: 'kubernetes.rights',
  section: 'Kubernetes',
  title: 'Every step may do what it needs',
  remedy: 'give Tocsin the rights of deploy/kubernetes-role.yaml in every namespace that runbooks name',
  async run({ cluster, asks }) {
    const { rights } = await cluster.known();
    const all = await asks.known();
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

function wantedBy(all: readonly Ask[]): readonly Wanted[] {
  const byKey = new Map<string, Wanted>();
  for (const ask of all) {
    const { need } = ask;
    if (need.on !== 'cluster' || !isKnown(need.namespace)) continue;
    const { namespace, right } = need;
    const key = [namespace, right.apiGroup, right.resource, right.verb].join(' ');
    byKey.set(key, { namespace, right, asks: [...(byKey.get(key)?.asks ?? []), ask] });
  }
  return [...byKey.values()];
}

const namespacesOf = (wanted: readonly { readonly namespace: string }[]): readonly string[] => [
  ...new Set(wanted.map((w) => w.namespace)),
];

function told(namespace: string, denied: readonly Wanted[], as: typeof problem): readonly Verdict[] {
  if (denied.length === 0) return [];
  const remedy = [
    namespace === ''
      ? `these stand in no namespace: bind a ClusterRole with these rules to Tocsin's account (deploy/kubernetes-node-role.yaml lets it look):`
      : `add to the rules of Tocsin's Role in ${namespace} and apply it (most stand in deploy/kubernetes-role.yaml and deploy/kubernetes-look-role.yaml):`,
    ...denied.flatMap(({ right }) => [
      `  - apiGroups: [${right.apiGroup || '""'}]`,
      `    resources: [${right.resource}]`,
      `    verbs: [${right.verb}]`,
    ]),
  ];
  return [as(denied.map(loss).join('\n'), remedy.join('\n'))];
}

const placed = (namespace: string): string => (namespace === '' ? 'of the cluster' : `in ${namespace}`);

function loss({ namespace, right, asks }: Wanted): string {
  const { apiGroup, resource, verb, otherwise } = right;
  const what = `Tocsin may not ${verb} ${resource}${apiGroup ? `.${apiGroup}` : ''} ${placed(namespace)}`;
  return `${what}: ${otherwise ?? `${places(asks)} will fail`}`;
}

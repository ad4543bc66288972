/** Rights nobody needs and that would hurt in wrong hands: wildcards, secrets, shells in pods, more rights. */
import type { V1ResourceRule } from '@kubernetes/client-node';
import type { Check } from '../check.ts';
import { ok, skipped, warning } from '../finding.ts';
import { isKnown } from './foreseen.ts';

const SENSITIVE: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[] = [
  { resources: ['secrets'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
  {
    resources: ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/ephemeralcontainers'],
    verbs: ['get', 'create', 'update', 'patch'],
  },
  { resources: ['serviceaccounts/token'], verbs: ['create'] },
  { resources: ['pods', 'deployments'], verbs: ['create', 'delete', 'deletecollection'] },
  { resources: ['users', 'groups', 'serviceaccounts'], verbs: ['impersonate'] },
  {
    resources: ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
    verbs: ['create', 'update', 'patch', 'escalate', 'bind'],
  },
];

export const kubernetesSurplus: Check = {
  id: 'kubernetes.surplus',
  section: 'Kubernetes',
  title: 'Tocsin has no right it should not have',
  remedy: 'compare the roles bound to Tocsin with deploy/kubernetes-role.yaml',
  async run({ cluster, asks, catalog }) {
    const { rights } = await cluster.known();
    const needs = (await asks.known()).flatMap(({ need }) =>
      need.on === 'cluster' && need.namespace !== '' ? [need] : [],
    );
    const named = needs.map((n) => n.namespace);
    const names = (await catalog.known()).people.flatMap((p) => p.kubernetes ?? []);
    const isNeeded = (resource: string, verb: string) =>
      needs.some(({ right }) => right.resource === resource && right.verb === verb);
    const namespaces = [...new Set(named)].filter(isKnown);
    if (namespaces.length === 0) return skipped('no runbook names a namespace');
    const seen = await Promise.all(
      namespaces.map(async (namespace) => ({ namespace, ...(await rights.rules(namespace)) })),
    );
    const verdicts = seen.flatMap(({ namespace, rules }) => {
      const risky = [
        ...new Set(rules.filter((rule) => !actsAs(rule, names)).flatMap((rule) => riskOf(rule, isNeeded))),
      ];
      if (risky.length === 0) return [];
      return [
        warning(
          `Tocsin may do more in ${namespace} than it needs: ${risky.join('; ')}`,
          `bind only the rules of deploy/kubernetes-role.yaml to Tocsin's account; see what it has with: kubectl auth can-i --list -n ${namespace} --as=system:serviceaccount:<namespace>:<account>`,
        ),
      ];
    });
    if (verdicts.length > 0) return verdicts;
    const partly = seen.some((s) => !s.complete) ? ', as far as the cluster can list them' : '';
    return ok(`no wildcard, no secrets, no shells in ${namespaces.join(', ')}${partly}`);
  },
};

/** In the name of exactly such people as people.yaml names. */
const actsAs = ({ resources = [], verbs, resourceNames = [] }: V1ResourceRule, names: readonly string[]): boolean =>
  resources.join() === 'users' &&
  verbs.join() === 'impersonate' &&
  resourceNames.length > 0 &&
  resourceNames.every((name) => names.includes(name));

/** What of a rule is too much, in words: what a step of a runbook needs is not. */
function riskOf(
  { apiGroups = [], resources = [], verbs }: V1ResourceRule,
  isNeeded: (resource: string, verb: string) => boolean,
): readonly string[] {
  const wild = [apiGroups, resources, verbs].some((list) => list.includes('*'));
  if (wild)
    return [
      `wildcard: ${verbs.join(', ')} on ${resources.join(', ')} of ${apiGroups.map((g) => g || 'core').join(', ')}`,
    ];
  return SENSITIVE.flatMap((s) => {
    const which = resources.filter((r) => s.resources.includes(r));
    const what = verbs.filter((v) => s.verbs.includes(v) && !which.every((r) => isNeeded(r, v)));
    return which.length > 0 && what.length > 0 ? [`${what.join(', ')} ${which.join(', ')}`] : [];
  });
}

/** Tocsin may change the cluster in the name of everybody to whom people.yaml gives one. */
import type { Check } from '../check.ts';
import { ok, problem, skipped } from '../finding.ts';

export const kubernetesImpersonation: Check = {
  id: 'kubernetes.impersonation',
  section: 'Kubernetes',
  title: 'Tocsin may act in the name of those who ask',
  remedy: 'give Tocsin the right to impersonate the users of org/people.yaml, and nobody else (docs/security.md)',
  async run({ cluster, catalog }) {
    const { people, changes } = await catalog.known();
    const named = people.flatMap((p) => (p.kubernetes === undefined ? [] : [{ ...p, user: p.kubernetes }]));
    if (named.length === 0) {
      return changes.impersonate === 'required'
        ? problem(
            'policy.yaml wants the cluster changed in a person’s name, and nobody has one: every change will be refused',
            'write kubernetes: with the user name of those who ask for changes into org/people.yaml',
          )
        : skipped('nobody has a name in the cluster: it is changed in Tocsin’s own');
    }
    const { rights } = await cluster.known();
    const answers = await Promise.all(
      named.map(async (p) => ({
        ...p,
        may: await rights.may({ namespace: '', apiGroup: '', resource: 'users', verb: 'impersonate', name: p.user }),
      })),
    );
    const denied = answers.filter((a) => !a.may);
    if (denied.length === 0) return ok(`${named.length} of them`);
    const rule = [
      "add this rule to a ClusterRole of Tocsin's account (impersonate: in the chart):",
      '  - apiGroups: [""]',
      '    resources: [users]',
      '    verbs: [impersonate]',
      `    resourceNames: [${denied.map((d) => JSON.stringify(d.user)).join(', ')}]`,
    ];
    return problem(
      denied
        .map((d) => `Tocsin may not impersonate ${d.user}: what ${d.name} asks for in the cluster will fail`)
        .join('\n'),
      rule.join('\n'),
    );
  },
};

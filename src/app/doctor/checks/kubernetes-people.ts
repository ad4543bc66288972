/** Those in whose name the cluster is changed may do there what the changes of the runbooks need. */
import { Fault } from '../../../ports/fault.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped } from '../finding.ts';
import { inAPersonsName, rightOf, ruleOf, type Wanted, wantedBy } from './cluster-rights.ts';
import { places } from './foreseen.ts';

type May = (w: Wanted) => Promise<boolean>;

export const kubernetesPeople: Check = {
  id: 'kubernetes.people',
  section: 'Kubernetes',
  title: 'Somebody who asks may make each change',
  remedy: 'bind the rights of deploy/kubernetes-role.yaml to those who ask for changes, as users of the cluster',
  async run({ cluster, clusterAs, catalog, asks }) {
    await cluster.known();
    const named = (await catalog.known()).people.flatMap((p) =>
      p.kubernetes === undefined ? [] : [{ name: p.name, user: p.kubernetes }],
    );
    if (named.length === 0) return skipped('nobody has a name in the cluster: it is changed in Tocsin’s own');
    const wanted = wantedBy((await asks.known()).filter(inAPersonsName)).filter((w) => !w.right.otherwise);
    if (wanted.length === 0)
      return skipped('no runbook changes the cluster in a namespace that is known before it runs');
    const asked = await Promise.all(
      named.map(async (p) => {
        const rights = clusterAs(p.user);
        return { ...p, lacks: await lackedBy(({ namespace, right }) => rights.may({ namespace, ...right }), wanted) };
      }),
    );
    const people = asked.flatMap(({ lacks, ...p }) => (lacks === 'not to be asked' ? [] : [{ ...p, lacks }]));
    if (people.length === 0) return skipped('nothing may be asked in their names: see kubernetes.impersonation');
    const nobody = wanted.filter((w) => people.every((p) => p.lacks.includes(w)));
    if (nobody.length > 0) {
      return problem(
        nobody.map((w) => `nobody of org/people.yaml may ${rightOf(w)}: ${places(w.asks)} will be refused`).join('\n'),
        [`bind these rules to one of ${people.map((p) => p.user).join(', ')}:`, ...nobody.flatMap(ruleOf)].join('\n'),
      );
    }
    // Who may change what is the cluster's to say: that some may less is told, and is not amiss.
    const less = people.filter((p) => p.lacks.length > 0).map((p) => `${p.name} lacks ${p.lacks.length} of them`);
    const who = people.length === 1 ? 'one person' : `${people.length} people`;
    return ok([`${wanted.length} rights of ${who}`, ...less].join('; '));
  },
};

/** That we may not ask in somebody's name is another check's to tell. */
async function lackedBy(may: May, wanted: readonly Wanted[]): Promise<readonly Wanted[] | 'not to be asked'> {
  try {
    const answers = await Promise.all(wanted.map(may));
    return wanted.filter((_, n) => !answers[n]);
  } catch (e) {
    if (e instanceof Fault && e.code === 'kubernetes.no-impersonation') return 'not to be asked';
    throw e;
  }
}

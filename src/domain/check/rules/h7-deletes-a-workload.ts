/** H7: deleting a deployment is an outage, and takes every earlier release with it. */
import type { Rule } from '../model.ts';
import { programs } from '../programs.ts';
import { matches } from '../texts.ts';
import { toldToPeople } from '../told-to-people.ts';

const WORKLOADS = ['deployments', 'statefulsets', 'daemonsets'];
const TOLD =
  /\bkubectl\b[^.;\n]{0,40}\bdelete\s+(?:deploy(?:ments?)?|sts|statefulsets?|ds|daemonsets?|ns|namespaces?|pvc?)\b/i;
const NAMED =
  /^(?:deploy(?:ments?)?|sts|statefulsets?|ds|daemonsets?|ns|namespaces?|pvc?|persistentvolume(?:claim)?s?)(?:$|[/,.])/;

export const deletesAWorkload: Rule = {
  id: 'H7',
  title: 'Deletes what serves',
  why: 'To start everything anew, a runbook deleted the deployment: an outage by itself, and its earlier releases were gone when somebody wanted to go back.',
  remedy: 'kubernetes.rolloutRestart replaces every pod and keeps both; kubernetes.scale to 0 stops it',
  gravity: 'error',
  example: {
    fires: 'name: Anew\nsteps:\n  - kubernetes.delete: { kind: deployments, namespace: shop, name: api }\n',
    fine: 'name: Anew\nsteps:\n  - kubernetes.rolloutRestart: { namespace: shop, deployment: api }\n',
  },
  find: (material) => [
    ...material.runbooks.flatMap(({ file, steps }) =>
      steps
        .filter((s) => s.kind === 'kubernetes.delete' && WORKLOADS.includes(String(s.params.kind)))
        .map((s) => ({ file, path: s.at('kind'), what: `kubernetes.delete of ${String(s.params.kind)}` })),
    ),
    ...matches(toldToPeople(material), TOLD),
    ...programs(material).flatMap(({ file, path, name, args }) => {
      const what = args.includes('delete') ? args.find((a) => NAMED.test(a)) : undefined;
      return name === 'kubectl' && what ? [{ file, path, needle: what, what: `kubectl delete ${what}` }] : [];
    }),
  ],
};

/** The rights that steps will need in the cluster, each once, and how they are told. */
import type { Ask } from '../../../domain/runbook/asks.ts';
import type { ClusterRight } from '../../../domain/runbook/needs.ts';
import { kindOf } from '../../../domain/runbook/steps/index.ts';
import { isKnown } from './foreseen.ts';

export interface Wanted {
  readonly namespace: string;
  readonly right: ClusterRight;
  readonly asks: readonly Ask[];
}

/** As far as the namespace is known before a run. */
export function wantedBy(all: readonly Ask[]): readonly Wanted[] {
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

export const namespacesOf = (wanted: readonly { readonly namespace: string }[]): readonly string[] => [
  ...new Set(wanted.map((w) => w.namespace)),
];

export const placed = (namespace: string): string => (namespace === '' ? 'of the cluster' : `in ${namespace}`);

/** `patch deployments.apps in prod`. */
export function rightOf({ namespace, right: { apiGroup, resource, verb } }: Wanted): string {
  return `${verb} ${resource}${apiGroup ? `.${apiGroup}` : ''} ${placed(namespace)}`;
}

/** As lines of a Role. */
export function ruleOf({ right }: Wanted): readonly string[] {
  return [
    `  - apiGroups: [${right.apiGroup || '""'}]`,
    `    resources: [${right.resource}]`,
    `    verbs: [${right.verb}]`,
  ];
}

/** Changes are planned and made in the name of who asks, where the cluster knows them; programs use an account of their own. */
export function inAPersonsName({ step }: Ask): boolean {
  const kind = kindOf(step.kind);
  return kind?.mutates === true && !kind.byProgram;
}

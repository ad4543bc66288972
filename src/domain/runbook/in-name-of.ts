/** In whose name the cluster is changed: who asked for a change, where the cluster knows them. */
import type { Catalog } from '../catalog/model.ts';
import type { Params } from './model.ts';
import type { Held } from './scope.ts';
import type { ChangeKind } from './step-kind.ts';

/** `requester`: a person's id or a Slack id. Undefined: Tocsin's own name; an error where the policy wants a person's. */
export function inNameOf(
  catalog: Catalog,
  kind: ChangeKind,
  params: Params,
  requester: string,
): Held<string | undefined> {
  if (kind.byProgram || !kind.needs(params).some((need) => need.on === 'cluster'))
    return { ok: true, value: undefined };
  const person = catalog.people.find((p) => p.id === requester || p.slack === requester);
  if (person?.kubernetes !== undefined || catalog.changes.impersonate !== 'required')
    return { ok: true, value: person?.kubernetes };
  const who = person ? `${person.name} has no name in the cluster` : `${requester} is not a person of people.yaml`;
  return {
    ok: false,
    error: `the cluster is changed only in the name of who asks (impersonate: required in policy.yaml), and ${who}: write kubernetes: in people.yaml, or let somebody else ask`,
  };
}

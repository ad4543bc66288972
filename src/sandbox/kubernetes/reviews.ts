/** What may I do? SelfSubjectAccessReview and SelfSubjectRulesReview. */
import type { SimReply } from '../http/server.ts';
import { isFields } from './json.ts';
import { allows, applies, type User } from './rbac.ts';
import { badRequest } from './status.ts';

const ALWAYS = {
  verbs: ['create'],
  apiGroups: ['authorization.k8s.io'],
  resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
};

export function review(kind: string, user: User, body: unknown): SimReply {
  const spec = isFields(body) && isFields(body.spec) ? body.spec : undefined;
  if (!spec) throw badRequest('the review has no spec');
  const head = { apiVersion: 'authorization.k8s.io/v1', metadata: { creationTimestamp: null }, spec };
  if (kind === 'selfsubjectrulesreviews') {
    const namespace = String(spec.namespace ?? '');
    const resourceRules = [
      ALWAYS,
      ...user.rules
        .filter((r) => applies(r, namespace))
        .map(({ verbs, apiGroups, resources, resourceNames }) => ({
          verbs,
          apiGroups,
          resources,
          ...(resourceNames ? { resourceNames } : {}),
        })),
    ];
    const nonResourceRules = [{ verbs: ['get'], nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/version'] }];
    return {
      status: 201,
      body: { kind: 'SelfSubjectRulesReview', ...head, status: { resourceRules, nonResourceRules, incomplete: false } },
    };
  }
  const at = isFields(spec.resourceAttributes) ? spec.resourceAttributes : {};
  const text = (k: string) => (at[k] === undefined ? '' : String(at[k]));
  const allowed =
    isFields(spec.nonResourceAttributes) ||
    allows(user, {
      verb: text('verb'),
      group: text('group'),
      plural: text('resource'),
      sub: text('subresource'),
      name: text('name'),
      namespace: text('namespace'),
    });
  const reason = allowed ? { reason: 'RBAC: allowed by a rule of this user' } : {};
  return { status: 201, body: { kind: 'SelfSubjectAccessReview', ...head, status: { allowed, ...reason } } };
}

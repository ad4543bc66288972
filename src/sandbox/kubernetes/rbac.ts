/** Who may do what: bearer tokens, users and rules, decided as Kubernetes' RBAC decides. */

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Empty or absent: every namespace and the cluster scope. */
  readonly namespaces?: readonly string[];
  readonly resourceNames?: readonly string[];
}

export interface User {
  readonly name: string;
  readonly token: string;
  readonly rules: readonly Rule[];
}

export interface Attempt {
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  readonly sub: string;
  readonly name: string;
  readonly namespace: string;
}

export class Rbac {
  readonly #users = new Map<string, User>();

  /** Adds a user, or gives one new rules or a new token. */
  set(user: User): void {
    this.#users.set(user.name, user);
  }

  user(name: string): User | undefined {
    return this.#users.get(name);
  }

  names(): string[] {
    return [...this.#users.keys()];
  }

  /**
   * Undefined for a token nobody has. Without a token it is who the caller says (kubectl over plain http can only say),
   * else the anonymous user, who may do nothing. With one, acting as somebody else takes the right to.
   */
  authenticate(authorization: string | undefined, actAs: string | undefined): User | 'denied' | undefined {
    const token = /^Bearer\s+(.+)$/i.exec(authorization ?? '')?.[1];
    const bearer = [...this.#users.values()].find((u) => u.token === token);
    if (authorization && !bearer) return undefined;
    if (actAs === undefined || actAs === bearer?.name)
      return bearer ?? { name: 'system:anonymous', token: '', rules: [] };
    const attempt = { verb: 'impersonate', group: '', plural: 'users', sub: '', name: actAs, namespace: '' };
    if (bearer && !allows(bearer, attempt)) return 'denied';
    return this.#users.get(actAs) ?? { name: actAs, token: '', rules: [] };
  }
}

export function allows(user: User, a: Attempt): boolean {
  const resource = a.sub === '' ? a.plural : `${a.plural}/${a.sub}`;
  return user.rules.some(
    (r) =>
      has(r.verbs, a.verb) &&
      has(r.apiGroups, a.group) &&
      (has(r.resources, resource) || (a.sub !== '' && r.resources.includes(`*/${a.sub}`))) &&
      applies(r, a.namespace) &&
      (r.resourceNames === undefined || r.resourceNames.includes(a.name)),
  );
}

/** Whether a rule has any say in a namespace. */
export function applies(rule: Rule, namespace: string): boolean {
  return rule.namespaces === undefined || rule.namespaces.length === 0 || rule.namespaces.includes(namespace);
}

const has = (list: readonly string[], value: string) => list.includes('*') || list.includes(value);

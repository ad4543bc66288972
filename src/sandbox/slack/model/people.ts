/** The people, bots and user groups of the workspace. */
import type { Ids } from './ids.ts';
import type { User, UserGroup } from './types.ts';

export interface NewUser {
  readonly name: string;
  readonly id?: string;
  readonly realName?: string;
  readonly email?: string;
  readonly tz?: string;
  readonly isBot?: boolean;
  readonly isRestricted?: boolean;
  readonly deleted?: boolean;
}

export interface NewUserGroup {
  readonly handle: string;
  readonly id?: string;
  readonly name?: string;
  readonly users?: readonly string[];
  readonly disabled?: boolean;
}

export class People {
  readonly #users = new Map<string, User>();
  readonly #groups = new Map<string, UserGroup>();
  readonly #ids: Ids;

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  add(fresh: NewUser): User {
    const user: User = {
      realName: fresh.name,
      tz: 'Etc/UTC',
      isBot: false,
      deleted: false,
      isRestricted: false,
      ...fresh,
      id: fresh.id ?? this.#ids.next('U'),
    };
    this.#users.set(user.id, user);
    return user;
  }

  /** Renames, deactivates, … */
  change(id: string, fields: Partial<Omit<User, 'id'>>): void {
    const user = this.#users.get(id);
    if (user) this.#users.set(id, { ...user, ...fields });
  }

  get(id: string): User | undefined {
    return this.#users.get(id);
  }

  byName(name: string): User | undefined {
    return this.all().find((u) => u.name === name);
  }

  byEmail(email: string): User | undefined {
    return this.all().find((u) => u.email?.toLowerCase() === email.toLowerCase() && !u.deleted);
  }

  all(): User[] {
    return [...this.#users.values()];
  }

  addGroup(fresh: NewUserGroup): UserGroup {
    const id = fresh.id ?? this.#ids.next('S');
    const group = { name: fresh.handle, users: [], disabled: false, ...fresh, id };
    this.#groups.set(id, group);
    return group;
  }

  group(idOrHandle: string): UserGroup | undefined {
    return this.#groups.get(idOrHandle) ?? this.groups().find((g) => g.handle === idOrHandle);
  }

  groups(): UserGroup[] {
    return [...this.#groups.values()];
  }
}

/** The directory port over Slack: group members and people, with caches as old as the caller allows. */
import type { Directory } from '../../ports/directory.ts';
import { Fault } from '../../ports/fault.ts';
import type { SlackApi } from './slack-api.ts';

type Person = { name: string; active: boolean; bot: boolean } | undefined;

const MANY = 5_000;

interface Known<T> {
  readonly at: number;
  readonly value: Promise<T>;
}

export class SlackDirectory implements Directory {
  readonly #api: SlackApi;
  readonly #groups = new Map<string, Known<readonly string[]>>();
  readonly #people = new Map<string, Known<Person>>();

  constructor(api: SlackApi) {
    this.#api = api;
  }

  membersOf(group: string, maxAge: number): Promise<readonly string[]> {
    return this.#cached(this.#groups, group, maxAge, async () => {
      const { users } = await this.#api.ask('usergroups.users.list', 'read', (c) =>
        c.usergroups.users.list({ usergroup: group }),
      );
      return users ?? [];
    });
  }

  person(user: string, maxAge: number): Promise<Person> {
    return this.#cached(this.#people, user, maxAge, () => this.#person(user));
  }

  async #person(id: string): Promise<Person> {
    try {
      const { user } = await this.#api.ask('users.info', 'read', (c) => c.users.info({ user: id }));
      if (!user) return undefined;
      const profile = user.profile ?? {};
      const name = [profile.display_name, profile.real_name, user.real_name, user.name].find(Boolean) ?? id;
      const { team } = await this.#api.self();
      // A guest of another workspace; people of the same Enterprise Grid have `enterprise_user`.
      const elsewhere = user.team_id !== undefined && user.team_id !== team && !user.enterprise_user;
      return { name, active: !user.deleted && !user.is_stranger && !elsewhere, bot: user.is_bot ?? false };
    } catch (e) {
      if (e instanceof Fault && (e.code === 'slack.user_not_found' || e.code === 'slack.user_not_visible'))
        return undefined;
      throw e;
    }
  }

  /** Askers at the same moment share one call; a failed one is not remembered. */
  #cached<T>(cache: Map<string, Known<T>>, key: string, maxAge: number, read: () => Promise<T>): Promise<T> {
    const now = this.#api.now();
    const known = cache.get(key);
    if (known && now - known.at < maxAge) return known.value;
    if (cache.size >= MANY) cache.clear();
    const value = read();
    const entry = { at: now, value };
    cache.set(key, entry);
    value.catch(() => {
      if (cache.get(key) === entry) cache.delete(key);
    });
    return value;
  }
}

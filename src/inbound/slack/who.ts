/** Who somebody is and which groups they are in right now: rights are read at the click, never remembered. */
import type { Group } from '../../domain/catalog/model.ts';
import { nameGroups, personBySlack, personId } from '../../domain/people/model.ts';
import { say, type Text } from '../../lib/text.ts';
import { LATE, within } from '../../lib/within.ts';
import type { SlackDeps } from './deps.ts';

const LIMIT = 1_500;

export type Known =
  | { readonly by: string; readonly person: string; readonly groups: readonly string[] }
  | { readonly refused: Text };

type Asks = Pick<SlackDeps, 'directory' | 'catalog' | 'log'>;

const UNREAD = Symbol('unread');

async function read<T>(deps: Asks, what: string, promise: Promise<T>): Promise<T | typeof UNREAD> {
  try {
    const value = await within(promise, LIMIT);
    if (value !== LATE) return value;
    deps.log.warn({ what }, 'Slack did not say who somebody is in time');
  } catch (error) {
    deps.log.warn({ what, err: error }, 'Slack could not say who somebody is');
  }
  return UNREAD;
}

async function isIn(
  deps: Asks,
  user: string,
  person: string,
  group: Group,
  maxAge: number,
): Promise<boolean | undefined> {
  if (group.people.includes(person)) return true;
  if (group.slackGroup === undefined) return false;
  const members = await read(deps, `group ${group.name}`, deps.directory.membersOf(group.slackGroup, maxAge));
  return members === UNREAD ? undefined : members.includes(user);
}

/**
 * `needs` are the groups of which any one suffices; none means everyone. Without need nothing may stand in the way of a
 * declaration: when Slack cannot be asked, the person is believed.
 */
export async function whoAsks(deps: Asks, user: string, needs: readonly string[], maxAge: number): Promise<Known> {
  const catalog = deps.catalog();
  const person = personId(catalog, user);
  const wanted = needs.flatMap((n) => catalog.groups[n] ?? []);
  const [profile, ...inside] = await Promise.all([
    user === 'USLACKBOT' ? undefined : read(deps, 'person', deps.directory.person(user, maxAge)),
    ...wanted.map((g) => isIn(deps, user, person, g, maxAge)),
  ]);
  if (profile === undefined)
    return { refused: say`I do not know you in this workspace, so I cannot act for you. Nothing was done.` };
  if (profile !== UNREAD && profile.bot) return { refused: say`Bots cannot do this. Nothing was done.` };
  if (profile !== UNREAD && !profile.active) {
    return {
      refused: say`This account is deactivated or belongs to another workspace, so it cannot do this. Nothing was done.`,
    };
  }
  const groups = wanted.filter((_, i) => inside[i] === true).map((g) => g.name);
  const unread = wanted.filter((_, i) => inside[i] === undefined).map((g) => g.name);
  const unsure = groups.length === 0 && unread.length > 0;
  if (wanted.length > 0 && (unsure || profile === UNREAD)) {
    const names = unsure ? unread : wanted.map((g) => g.name);
    return {
      refused: say`I cannot verify that you are in ${nameGroups(catalog, names)} right now, because Slack does not answer. Nothing was done: try again in a moment.`,
    };
  }
  return { by: user, person: personBySlack(catalog, user)?.id ?? user, groups };
}

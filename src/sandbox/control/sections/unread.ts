/** Which messages of a channel a person has not read, and which of those are meant for them. */
import type { Channel, Message } from '../../slack/model/types.ts';
import type { Workspace } from '../../slack/model/workspace.ts';

export interface Unread {
  readonly unread: number;
  readonly mentions: number;
}

/** As Slack counts: answers in threads only when they name the person, what Slack itself wrote never. */
export function unreadIn(w: Workspace, channel: Channel, person: string, lastRead: string): Unread {
  if (!channel.members.has(person)) return { unread: 0, mentions: 0 };
  const fresh = w.messages
    .of(channel.id)
    .filter((m) => m.ts > lastRead && m.user !== person && m.subtype === undefined);
  const top = fresh.filter((m) => m.threadTs === undefined || m.threadTs === m.ts || m.broadcast === true);
  const direct = channel.kind === 'im' || channel.kind === 'mpim';
  const named = naming(w, person);
  return { unread: top.length, mentions: direct ? top.length : fresh.filter(named).length };
}

function naming(w: Workspace, person: string): (m: Message) => boolean {
  const groups = w.people.groups().filter((g) => !g.disabled && g.users.includes(person));
  const ids = groups.map((g) => g.id).join('|');
  const token = new RegExp(`<(@${person}|!(here|channel|everyone)${ids && `|!subteam\\^(${ids})`})(\\|[^>]*)?>`);
  const element = new RegExp(
    `"user_id":"${person}"|"range":"(here|channel|everyone)"${ids && `|"usergroup_id":"(${ids})"`}`,
  );
  return (m) => {
    const blocks = JSON.stringify(m.blocks);
    return token.test(m.text) || token.test(blocks) || element.test(blocks);
  };
}

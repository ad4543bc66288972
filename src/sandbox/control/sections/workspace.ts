/** The workspace as one person sees it; for nobody in particular, its public channels. */
import type { Channel } from '../../slack/model/types.ts';
import type { Workspace } from '../../slack/model/workspace.ts';
import type { Session } from '../session.ts';
import type { ChannelRow, PersonRow, WorkspaceSection } from '../wire.ts';
import { unreadIn } from './unread.ts';

export function canSee(channel: Channel, person: string): boolean {
  return channel.kind === 'public' || channel.members.has(person);
}

export function workspaceSection({ rig, looks }: Session, as: string): WorkspaceSection {
  const w = rig.slack.workspace;
  const cast = new Map(rig.cast.map((c) => [c.id, { title: c.title, note: c.note }]));
  const people = w.people.all().map((u): PersonRow => {
    const { id, name, realName, email, isBot, deleted } = u;
    const role = cast.get(id);
    return { id, name, realName, isBot, deleted, ...(email ? { email } : {}), ...(role ? { cast: role } : {}) };
  });
  return {
    team: w.app.teamDomain,
    botUser: w.app.botUserId,
    people,
    groups: w.people.groups().map(({ id, handle, users }) => ({ id, handle, users })),
    channels: w.channels
      .all()
      .filter((c) => canSee(c, as))
      .map((c) => channelRow(w, c, as, looks.of(as, c.id))),
    commands: rig.commands,
    severities: rig.severities,
  };
}

function channelRow(w: Workspace, c: Channel, as: string, lastRead: string): ChannelRow {
  return {
    id: c.id,
    name: c.kind === 'im' ? otherName(w, c, as) : c.name,
    kind: c.kind,
    topic: c.topic,
    purpose: c.purpose,
    members: [...c.members],
    isMember: c.members.has(as),
    archived: c.archived,
    pins: [...c.pins],
    ...unreadIn(w, c, as, lastRead),
    lastRead,
  };
}

/** A direct message is called by the other one's name. */
function otherName(w: Workspace, c: Channel, as: string): string {
  const other = [...c.members].find((m) => m !== as) ?? as;
  return w.people.get(other)?.name ?? other;
}

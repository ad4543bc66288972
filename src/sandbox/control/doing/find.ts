/** The people, channels, messages and views a request names: found, or refused with what there is instead. */
import type { Channel, Message, View } from '../../slack/model/types.ts';
import type { SlackPerson } from '../../slack/person/person.ts';
import { Problem } from '../problem.ts';
import { canSee } from '../sections/workspace.ts';
import type { Session } from '../session.ts';

export function personOf({ rig }: Session, as: string): SlackPerson {
  const { slack } = rig;
  const user = slack.workspace.people.get(as);
  if (!user) {
    const ids = rig.cast.map((c) => c.id).join(', ');
    throw new Problem(
      404,
      `Nobody here has the id "${as}". You can be ${ids}; GET /api/workspace names everybody.`,
      'as',
    );
  }
  if (user.isBot || user.deleted) throw new Problem(422, `${user.realName} is not somebody you can be.`, 'as');
  return slack.as(as);
}

/** By id or by name. */
export function channelOf({ rig }: Session, person: SlackPerson, idOrName: string): Channel {
  const { channels } = rig.slack.workspace;
  const channel = channels.find(idOrName);
  if (channel && canSee(channel, person.id)) return channel;
  const names = channels.all().filter((c) => canSee(c, person.id) && c.kind !== 'im');
  const there = names.map((c) => `#${c.name}`).join(', ');
  throw new Problem(404, `${person.user.realName} sees no channel "${idOrName}"; there are ${there}.`, 'channel');
}

/** A channel one can still write in. */
export function openChannelOf(session: Session, person: SlackPerson, idOrName: string): Channel {
  const channel = channelOf(session, person, idOrName);
  if (channel.archived) throw new Problem(409, `#${channel.name} is archived: write in another channel.`, 'channel');
  return channel;
}

/** The message as it stands now, whatever it looked like when it was read. */
export function messageOf(session: Session, person: SlackPerson, channel: string, ts: string): Message {
  const place = channelOf(session, person, channel);
  const message = session.rig.slack.workspace.messages.get(place.id, ts);
  if (message && (message.onlyFor === undefined || message.onlyFor === person.id)) return message;
  throw new Problem(404, `There is no message ${ts} in #${place.name} (any more): read the channel again.`, 'ts');
}

export function viewOf({ rig }: Session, person: SlackPerson, id: string): View {
  const view = rig.slack.workspace.views.get(id);
  if (view && view.user === person.id) return view;
  throw new Problem(404, `${person.user.realName} does not have the view ${id} open (any more).`, 'view');
}

/** One Slack workspace in memory: the app, people, channels, messages, open views and the tickets handed out. */
import { initialState } from '../blocks/form.ts';
import { Cannot } from '../cannot.ts';
import { Channels } from './channels.ts';
import { Ids } from './ids.ts';
import { Messages } from './messages.ts';
import { People } from './people.ts';
import { Tickets } from './tickets.ts';
import type { AppIdentity, Channel, Message } from './types.ts';
import { Views } from './views.ts';

export interface WorkspaceOptions {
  readonly now: () => number;
  readonly app?: Partial<AppIdentity>;
}

export class Workspace {
  readonly app: AppIdentity;
  readonly ids: Ids;
  readonly people: People;
  readonly channels: Channels;
  readonly messages: Messages;
  readonly views: Views;
  readonly tickets: Tickets;

  constructor(o: WorkspaceOptions) {
    this.ids = new Ids(o.now);
    this.app = {
      appId: 'A0TOCSIN',
      botId: 'B0TOCSIN',
      botUserId: 'U0TOCSIN',
      name: 'tocsin',
      teamId: 'T0SANDBOX',
      teamDomain: 'tocsin-sandbox',
      verificationToken: 'legacy-verification-token',
      ...o.app,
    };
    this.people = new People(this.ids);
    this.channels = new Channels(this.ids);
    this.messages = new Messages(this.ids);
    this.views = new Views(this.ids, initialState);
    this.tickets = new Tickets(this.ids);
    this.people.add({ id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot', isBot: true });
    this.people.add({ id: this.app.botUserId, name: this.app.name, realName: this.app.name, isBot: true });
  }

  /** The channel, by id or name; an unknown one is a mistake of the test. */
  channel(idOrName: string): Channel {
    const found = this.channels.find(idOrName);
    if (!found)
      throw new Cannot(
        `No channel ${idOrName}: there are ${this.channels
          .all()
          .map((c) => c.name)
          .join(', ')}`,
      );
    return found;
  }

  /** The direct message between the bot and this person. */
  dm(user: string): Channel {
    return this.channels.direct([this.app.botUserId, user]).channel;
  }

  get url(): string {
    return `https://${this.app.teamDomain}.slack.com/`;
  }

  permalink(message: Message): string {
    const thread = message.threadTs && message.threadTs !== message.ts;
    const tail = thread ? `?thread_ts=${message.threadTs}&cid=${message.channel}` : '';
    return `${this.url}archives/${message.channel}/p${message.ts.replace('.', '')}${tail}`;
  }

  /** A line Slack itself writes into the channel: somebody joined, the topic changed. */
  systemLine(channel: string, user: string, subtype: string, text: string): Message {
    return this.messages.post({ channel, user, subtype, text });
  }
}

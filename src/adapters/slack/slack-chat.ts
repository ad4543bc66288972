/** The chat port over Slack. Every message carries its key in its metadata, so that a lost reply can be looked up. */
import type { Block, WebClient } from '@slack/web-api';
import type { Chat, Message, Posted } from '../../ports/chat.ts';
import { Fault } from '../../ports/fault.ts';
import type { SlackApi } from './slack-api.ts';
import { SlackChannels } from './slack-channels.ts';
import { personalErrors } from './slack-errors.ts';
import { findByKey } from './slack-find.ts';

/** Not problems: the person is where they should be. */
const HARMLESS: ReadonlySet<string> = new Set(['already_in_channel', 'cant_invite_self']);
const INVITED_AT_ONCE = 100;
const TOPIC = 250;

export const EVENT_TYPE = 'tocsin';

export class SlackChat implements Chat {
  readonly #api: SlackApi;
  readonly #channels: SlackChannels;
  /** Person → their direct message channel, which never changes. */
  readonly #direct = new Map<string, string>();

  constructor(api: SlackApi) {
    this.#api = api;
    this.#channels = new SlackChannels(api);
  }

  async openChannel(name: string): Promise<{ id: string; name: string }> {
    try {
      const { channel } = await this.#api.ask('conversations.create', 'change', (c) =>
        c.conversations.create({ name }),
      );
      if (channel?.id) return { id: channel.id, name: channel.name ?? name };
      throw new Fault('unknown', 'slack.bad-answer', 'conversations.create answered without a channel');
    } catch (e) {
      if (!is(e, 'slack.name_taken')) throw e;
      const id = await this.#channels.ours(name);
      if (id === undefined) throw e;
      return { id, name };
    }
  }

  channelNamed(name: string): Promise<string | undefined> {
    return this.#channels.named(name);
  }

  async invite(channel: string, users: readonly string[]): Promise<void> {
    const all = [...new Set(users)];
    for (let i = 0; i < all.length; i += INVITED_AT_ONCE) {
      const some = all.slice(i, i + INVITED_AT_ONCE).join(',');
      try {
        // `force`: one person who left the company must not keep the others out.
        await this.#joined(channel, () =>
          this.#api.ask('conversations.invite', 'change', (c) =>
            c.conversations.invite({ channel, users: some, force: true }),
          ),
        );
      } catch (e) {
        const problems = personalErrors(e);
        if (problems.length === 0 || !problems.every((p) => HARMLESS.has(p))) throw e;
      }
    }
  }

  async setTopic(channel: string, topic: string): Promise<void> {
    const fits = topic.length > TOPIC ? `${topic.slice(0, TOPIC - 1).toWellFormed()}…` : topic;
    await this.#joined(channel, () =>
      this.#api.ask('conversations.setTopic', 'change', (c) => c.conversations.setTopic({ channel, topic: fits })),
    );
  }

  async post(to: string, message: Message, o: { key: string; thread?: string; pin?: boolean }): Promise<Posted> {
    const channel = await this.#place(to);
    const { ts } = await this.#write('chat.postMessage', channel, (c) =>
      c.chat.postMessage({
        channel,
        ...content(message),
        metadata: { event_type: EVENT_TYPE, event_payload: { key: o.key } },
        unfurl_links: false,
        unfurl_media: false,
        ...(o.thread === undefined ? {} : { thread_ts: o.thread }),
      }),
    );
    if (!ts) throw new Fault('unknown', 'slack.bad-answer', 'chat.postMessage answered without a ts');
    if (o.pin) await this.#pin(channel, ts);
    return { channel, ts };
  }

  async find(channel: string, key: string, thread?: string): Promise<Posted | undefined> {
    const place = await this.#place(channel);
    const ts = await this.#joined(place, () => findByKey(this.#api, place, key, thread));
    return ts === undefined ? undefined : { channel: place, ts };
  }

  async update(at: Posted, message: Message): Promise<void> {
    // Edits have a budget of their own: Slack's limit of one a second is on posts, and an approval must not wait for cards.
    await this.#joined(at.channel, () =>
      this.#api.write('chat.update', `${at.channel}/edits`, (c) =>
        c.chat.update({ channel: at.channel, ts: at.ts, ...content(message) }),
      ),
    );
  }

  async whisper(channel: string, user: string, message: Message, thread?: string): Promise<void> {
    // Not a post: Slack counts it for the workspace, and an answer to somebody must not wait for a busy channel's cards.
    await this.#joined(channel, () =>
      this.#api.ask('chat.postEphemeral', 'change', (c) =>
        c.chat.postEphemeral({
          channel,
          user,
          ...content(message),
          ...(thread === undefined ? {} : { thread_ts: thread }),
        }),
      ),
    );
  }

  /** The message stands: a pin that fails must not make it look unsent. The call is counted like any other. */
  async #pin(channel: string, timestamp: string): Promise<void> {
    try {
      await this.#api.ask('pins.add', 'change', (c) => c.pins.add({ channel, timestamp }));
    } catch (e) {
      if (!(e instanceof Fault)) throw e;
    }
  }

  /** A person's id means their direct message. */
  async #place(to: string): Promise<string> {
    if (!/^[UW]/.test(to)) return to;
    const known = this.#direct.get(to);
    if (known !== undefined) return known;
    const { channel } = await this.#api.ask('conversations.open', 'read', (c) => c.conversations.open({ users: to }));
    if (!channel?.id) throw new Fault('retry', 'slack.bad-answer', 'conversations.open answered without a channel');
    this.#direct.set(to, channel.id);
    return channel.id;
  }

  #write<T>(operation: string, channel: string, run: (c: WebClient) => Promise<T>): Promise<T> {
    return this.#joined(channel, () => this.#api.write(operation, channel, run));
  }

  /** Not in a public channel: goes in and tries once more. */
  async #joined<T>(channel: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (e) {
      if (is(e, 'slack.channel_not_found') || is(e, 'slack.is_archived')) this.#channels.forget(channel);
      if (!is(e, 'slack.not_in_channel')) throw e;
      // When going in is refused, the first answer says more: the channel is private and nobody invited the bot.
      await this.#channels.join(channel).catch((why: unknown) => {
        throw why instanceof Fault && why.kind === 'permanent' && why.code !== 'slack.missing_scope' ? e : why;
      });
      return await run();
    }
  }
}

function content(message: Message) {
  return {
    text: message.text,
    blocks: [...message.blocks] as Block[],
    parse: 'none' as const,
    link_names: false,
  };
}

const is = (e: unknown, code: string): boolean => e instanceof Fault && e.code === code;

/** Finding channels by name. Slack has no lookup by name, so the list is walked, a bounded number of pages. */
import type { ConversationsListResponse } from '@slack/web-api';
import { Fault } from '../../ports/fault.ts';
import type { SlackApi } from './slack-api.ts';

type Channel = NonNullable<ConversationsListResponse['channels']>[number];

const PUBLIC = 'public_channel';
const ALL = `${PUBLIC},private_channel`;
const PAGES = 20;
const FRESH = 10 * 60_000;

export class SlackChannels {
  readonly #api: SlackApi;
  readonly #ids = new Map<string, { id: string; until: number }>();
  /** Private channels need a scope of their own; without it the public ones still work. */
  #types: string = ALL;

  constructor(api: SlackApi) {
    this.#api = api;
  }

  /** Id of the channel; the bot is in it afterwards. */
  async named(name: string): Promise<string | undefined> {
    const known = this.#ids.get(name);
    if (known && known.until > this.#api.now()) return known.id;
    const found = await this.#find(name);
    if (!found?.id) return undefined;
    if (!found.is_member) await this.join(found.id);
    this.#ids.set(name, { id: found.id, until: this.#api.now() + FRESH });
    return found.id;
  }

  /** The channel of this name if the bot made it or is in it: what a repeated creation looks for. */
  async ours(name: string): Promise<string | undefined> {
    const found = await this.#find(name);
    if (!found?.id) return undefined;
    if (found.is_member) return found.id;
    const { user } = await this.#api.self();
    if (found.creator !== user) return undefined;
    await this.join(found.id);
    return found.id;
  }

  async join(channel: string): Promise<void> {
    await this.#api.ask('conversations.join', 'change', (c) => c.conversations.join({ channel }));
  }

  /** The channel turned out to be gone. */
  forget(id: string): void {
    for (const [name, known] of this.#ids) if (known.id === id) this.#ids.delete(name);
  }

  async #find(name: string): Promise<Channel | undefined> {
    // What this walk asked for: another one may find out meanwhile.
    const types = this.#types;
    try {
      return await this.#walk(name, types);
    } catch (e) {
      if (!(e instanceof Fault) || e.code !== 'slack.missing_scope' || types === PUBLIC) throw e;
      this.#types = PUBLIC;
      return await this.#walk(name, PUBLIC);
    }
  }

  async #walk(name: string, types: string): Promise<Channel | undefined> {
    let cursor = '';
    for (let n = 0; n < PAGES; n++) {
      const page = await this.#api.ask('conversations.list', 'read', (c) =>
        c.conversations.list({
          types,
          exclude_archived: true,
          limit: 1000,
          ...(cursor === '' ? {} : { cursor }),
        }),
      );
      const hit = page.channels?.find((c) => c.name === name);
      if (hit) return hit;
      cursor = page.response_metadata?.next_cursor ?? '';
      if (cursor === '') return undefined;
    }
    return undefined;
  }
}

/** Channels and direct messages: naming, finding, membership. */
import type { Ids } from './ids.ts';
import type { Channel, ChannelKind } from './types.ts';

export interface NewChannel {
  readonly name: string;
  readonly id?: string;
  readonly private?: boolean;
  readonly creator?: string;
  readonly members?: readonly string[];
  readonly topic?: string;
}

/** Slack's reason to refuse a channel name, if any. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'invalid_name_required';
  if (name.length > 80) return 'invalid_name_maxlength';
  if (/^[-_]+$/.test(name)) return 'invalid_name_punctuation';
  if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) return 'invalid_name_specials';
  return undefined;
}

export class Channels {
  readonly #byId = new Map<string, Channel>();
  readonly #ids: Ids;

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  add(fresh: NewChannel): Channel {
    const kind = fresh.private ? 'private' : 'public';
    return this.#keep(
      fresh.id ?? this.#ids.next('C'),
      fresh.name,
      kind,
      fresh.creator ?? '',
      fresh.members ?? [],
      fresh.topic,
    );
  }

  /** The direct message these people share, made when it is new. */
  direct(members: readonly string[]): { channel: Channel; isNew: boolean } {
    const wanted = new Set(members);
    const found = this.all().find(
      (c) =>
        (c.kind === 'im' || c.kind === 'mpim') &&
        c.members.size === wanted.size &&
        members.every((m) => c.members.has(m)),
    );
    if (found) return { channel: found, isNew: false };
    const kind = wanted.size > 2 ? 'mpim' : 'im';
    const id = this.#ids.next(kind === 'im' ? 'D' : 'G');
    return {
      channel: this.#keep(id, kind === 'im' ? 'directmessage' : `mpdm-${id.toLowerCase()}`, kind, '', members),
      isNew: true,
    };
  }

  #keep(id: string, name: string, kind: ChannelKind, creator: string, members: readonly string[], topic = ''): Channel {
    const channel: Channel = {
      id,
      name,
      kind,
      creator,
      created: this.#ids.seconds(),
      members: new Set(members),
      topic,
      purpose: '',
      archived: false,
      pins: new Set(),
      bookmarks: [],
    };
    this.#byId.set(id, channel);
    return channel;
  }

  get(id: string): Channel | undefined {
    return this.#byId.get(id);
  }

  /** By id, or by name with or without `#`. */
  find(idOrName: string): Channel | undefined {
    const name = idOrName.replace(/^#/, '');
    return this.#byId.get(idOrName) ?? this.all().find((c) => c.name === name && c.kind !== 'im' && c.kind !== 'mpim');
  }

  all(): Channel[] {
    return [...this.#byId.values()];
  }
}

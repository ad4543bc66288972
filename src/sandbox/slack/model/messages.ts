/** Every message of the workspace, in order, and who may see it. */
import type { Ids } from './ids.ts';
import type { Message } from './types.ts';

export type NewMessage = Omit<Message, 'ts' | 'attachments' | 'reactions' | 'blocks'> & Partial<Message>;
export type MessageChange = { readonly kind: 'posted' | 'changed' | 'deleted'; readonly message: Message };

export class Messages {
  readonly #byChannel = new Map<string, Map<string, Message>>();
  readonly #watchers = new Set<(change: MessageChange) => void>();
  readonly #ids: Ids;

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  post(fresh: NewMessage): Message {
    const message: Message = { blocks: [], attachments: [], reactions: [], ts: this.#ids.ts(), ...fresh };
    this.#in(message.channel).set(message.ts, message);
    this.#tell({ kind: 'posted', message });
    return message;
  }

  /** Replaces fields of a message; false when it is gone. */
  change(channel: string, ts: string, fields: Partial<Message>): Message | undefined {
    const old = this.get(channel, ts);
    if (!old) return undefined;
    const message = { ...old, ...fields };
    this.#in(channel).set(ts, message);
    this.#tell({ kind: 'changed', message });
    return message;
  }

  delete(channel: string, ts: string): boolean {
    const message = this.get(channel, ts);
    if (!message) return false;
    this.#in(channel).delete(ts);
    this.#tell({ kind: 'deleted', message });
    return true;
  }

  get(channel: string, ts: string): Message | undefined {
    return this.#byChannel.get(channel)?.get(ts);
  }

  /** Oldest first. Ephemeral messages only for the person they are meant for. */
  of(channel: string, viewer?: string): Message[] {
    return [...this.#in(channel).values()].filter((m) => m.onlyFor === undefined || m.onlyFor === viewer);
  }

  all(): Message[] {
    return [...this.#byChannel.values()].flatMap((m) => [...m.values()]).sort((a, b) => (a.ts < b.ts ? -1 : 1));
  }

  replies(channel: string, threadTs: string): Message[] {
    return this.of(channel).filter((m) => m.threadTs === threadTs && m.ts !== threadTs);
  }

  /** False when this person had already reacted so. */
  react(channel: string, ts: string, user: string, name: string): boolean {
    const message = this.get(channel, ts);
    if (!message) return false;
    const had = message.reactions.find((r) => r.name === name);
    if (had?.users.includes(user)) return false;
    const others = message.reactions.filter((r) => r.name !== name);
    this.change(channel, ts, { reactions: [...others, { name, users: [...(had?.users ?? []), user] }] });
    return true;
  }

  unreact(channel: string, ts: string, user: string, name: string): boolean {
    const message = this.get(channel, ts);
    const had = message?.reactions.find((r) => r.name === name && r.users.includes(user));
    if (!message || !had) return false;
    const users = had.users.filter((u) => u !== user);
    const others = message.reactions.filter((r) => r.name !== name);
    this.change(channel, ts, { reactions: users.length > 0 ? [...others, { name, users }] : others });
    return true;
  }

  /** Calls `watch` after every change; returns how to stop. */
  onChange(watch: (change: MessageChange) => void): () => void {
    this.#watchers.add(watch);
    return () => this.#watchers.delete(watch);
  }

  #in(channel: string): Map<string, Message> {
    const known = this.#byChannel.get(channel) ?? new Map<string, Message>();
    this.#byChannel.set(channel, known);
    return known;
  }

  #tell(change: MessageChange): void {
    for (const w of this.#watchers) w(change);
  }
}

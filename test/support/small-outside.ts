/** Slack and PagerDuty as small as their ports: what was said and what rings, with replies that can be lost. */
import type { Chat, Message, Posted } from '../../src/ports/chat.ts';
import { Fault } from '../../src/ports/fault.ts';
import type { PageRequest, Pager } from '../../src/ports/pager.ts';

/** How a call goes wrong: before it did anything, or only its reply. */
type Trouble = { readonly when: 'before' | 'after'; readonly fault: Fault };

class Troubles {
  readonly #next: { method: string; trouble: Trouble }[] = [];

  add(method: string, when: Trouble['when'], fault: Fault): void {
    this.#next.push({ method, trouble: { when, fault } });
  }

  async around<T>(method: string, work: () => T): Promise<T> {
    const at = this.#next.findIndex((n) => n.method === method);
    const trouble = at < 0 ? undefined : this.#next.splice(at, 1)[0]?.trouble;
    if (trouble?.when === 'before') throw trouble.fault;
    const done = work();
    if (trouble) throw trouble.fault;
    return done;
  }
}

export interface Said {
  readonly channel: string;
  readonly ts: string;
  readonly key: string;
  readonly thread?: string;
  readonly pin?: boolean;
  message: Message;
}

export class SmallSlack implements Chat {
  readonly said: Said[] = [];
  readonly calls: string[] = [];
  readonly invited: { channel: string; users: readonly string[] }[] = [];
  readonly channels = new Map<string, string>([
    ['incidents', 'C0ROOM'],
    ['status-updates', 'C0CUSTOMERS'],
  ]);
  /** Names that belong to somebody else. */
  readonly taken = new Set<string>();
  readonly topics: string[] = [];
  readonly troubles = new Troubles();

  #call<T>(method: string, work: () => T): Promise<T> {
    this.calls.push(method);
    return this.troubles.around(method, work);
  }

  openChannel(name: string) {
    return this.#call('openChannel', () => {
      if (this.taken.has(name)) throw new Fault('permanent', 'slack.name_taken', name);
      const id = this.channels.get(name) ?? `C${name.toUpperCase()}`;
      this.channels.set(name, id);
      return { id, name };
    });
  }
  channelNamed(name: string) {
    return this.#call('channelNamed', () => this.channels.get(name));
  }
  invite(channel: string, users: readonly string[]) {
    return this.#call('invite', () => void this.invited.push({ channel, users }));
  }
  setTopic(_channel: string, topic: string) {
    return this.#call('setTopic', () => void this.topics.push(topic));
  }
  post(to: string, message: Message, o: { key: string; thread?: string; pin?: boolean }): Promise<Posted> {
    return this.#call('post', () => {
      const ts = `1700000000.${String(this.said.length + 1).padStart(6, '0')}`;
      this.said.push({ channel: to, ts, message, ...o });
      return { channel: to, ts };
    });
  }
  find(channel: string, key: string, thread?: string): Promise<Posted | undefined> {
    return this.#call('find', () => {
      const hit = this.said.find((m) => m.channel === channel && m.key === key && m.thread === thread);
      return hit && { channel: hit.channel, ts: hit.ts };
    });
  }
  update(at: Posted, message: Message): Promise<void> {
    return this.#call('update', () => {
      const hit = this.said.find((m) => m.channel === at.channel && m.ts === at.ts);
      if (!hit) throw new Fault('permanent', 'slack.message_not_found', 'gone');
      hit.message = message;
    });
  }
  whisper() {
    return this.#call('whisper', () => undefined);
  }

  delete(ts: string): void {
    const at = this.said.findIndex((m) => m.ts === ts);
    if (at < 0) throw new Error(`${ts} is not there`);
    this.said.splice(at, 1);
  }
}

interface Alert {
  readonly dedupKey: string;
  readonly routingKey: string | undefined;
  status: 'triggered' | 'acknowledged' | 'resolved';
}

/** As Events v2: the same key folds into the open alert, a trigger behind a resolve opens another, strays are dropped. */
export class SmallPagerDuty implements Pager {
  readonly opened: Alert[] = [];
  readonly requests: PageRequest[] = [];
  readonly troubles = new Troubles();

  #open(k: { dedupKey: string; routingKey?: string }): Alert | undefined {
    return this.opened.find(
      (a) => a.dedupKey === k.dedupKey && a.routingKey === k.routingKey && a.status !== 'resolved',
    );
  }

  trigger(page: PageRequest): Promise<void> {
    return this.troubles.around('trigger', () => {
      this.requests.push(page);
      if (!this.#open(page))
        this.opened.push({ dedupKey: page.dedupKey, routingKey: page.routingKey, status: 'triggered' });
    });
  }
  acknowledge(k: Pick<PageRequest, 'routingKey' | 'dedupKey'>): Promise<void> {
    return this.troubles.around('acknowledge', () => this.#set(k, 'acknowledged'));
  }
  resolve(k: Pick<PageRequest, 'routingKey' | 'dedupKey'>): Promise<void> {
    return this.troubles.around('resolve', () => this.#set(k, 'resolved'));
  }

  #set(k: { dedupKey: string; routingKey?: string }, status: Alert['status']): void {
    const alert = this.#open(k);
    if (alert) alert.status = status;
  }
}

/** Pages that look on: each gets every section when it comes and then what changed. Nothing is asked while nobody looks. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Onlooker } from './onlooker.ts';
import type { Session } from './session.ts';
import type { SectionName } from './wire.ts';
import type { Worlds } from './worlds.ts';

/** Changes come in bursts: one message of the bot is three of them. */
const GATHERED_FOR = 40;
const LOOKED_AT_EVERY = 1_000;
const HEARTBEAT_EVERY = 15_000;
/** What moves by itself, or tells nobody when it does. */
const BY_ITSELF = ['world', 'series', 'phones', 'processes', 'clock', 'faults', 'guide'] as const;

export class Live {
  readonly #worlds: Worlds;
  readonly #print: (line: string) => void;
  /** What was printed already: a section that fails fails every second. */
  readonly #troubles = new Set<string>();
  readonly #onlookers = new Set<Onlooker>();
  readonly #stop: () => void;
  #session: Session | undefined;
  #unwatch: (() => void) | undefined;
  readonly #dirty = new Set<SectionName>();
  #flush: NodeJS.Timeout | undefined;
  #timers: NodeJS.Timeout[] = [];
  #looking = false;

  constructor(worlds: Worlds, print: (line: string) => void) {
    this.#worlds = worlds;
    this.#print = print;
    this.#stop = worlds.onChange(() => this.#turn());
    this.#turn();
  }

  /** Keeps the response open and writes to it until the page goes. */
  open(req: IncomingMessage, res: ServerResponse, viewer: { readonly as: string; readonly channel: string }): void {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    // Small events must not wait for each other.
    req.socket.setNoDelay(true);
    const onlooker = new Onlooker(res, viewer, (section, e) => this.#tellOnce(section, e));
    this.#onlookers.add(onlooker);
    res.on('close', () => {
      this.#onlookers.delete(onlooker);
      if (this.#onlookers.size === 0) this.#sleep();
    });
    onlooker.status(this.#worlds.status);
    if (this.#timers.length === 0) this.#wake();
    // The figures of the record are as old as the last look: a second later they are new.
    if (this.#session) onlooker.everything(this.#session);
  }

  close(): void {
    this.#stop();
    this.#unwatch?.();
    this.#sleep();
    for (const o of this.#onlookers) o.close();
  }

  /** The status changed; with it perhaps the world, and then everything is told anew. */
  #turn(): void {
    const { status } = this.#worlds;
    const session = status.state === 'ready' ? this.#worlds.session : undefined;
    for (const o of this.#onlookers) o.status(status);
    if (session === this.#session) return;
    this.#unwatch?.();
    this.#session = session;
    this.#unwatch = session?.onChange((names) => this.#changed(names));
    if (session) for (const o of this.#onlookers) o.everything(session);
  }

  #changed(names: readonly SectionName[]): void {
    if (this.#onlookers.size === 0) return;
    for (const n of names) this.#dirty.add(n);
    this.#flush ??= setTimeout(() => {
      this.#flush = undefined;
      const dirty = [...this.#dirty];
      this.#dirty.clear();
      if (this.#session) for (const o of this.#onlookers) o.news(this.#session, dirty);
    }, GATHERED_FOR);
  }

  #wake(): void {
    this.#timers = [
      setInterval(() => void this.#look(), LOOKED_AT_EVERY),
      setInterval(() => {
        for (const o of this.#onlookers) o.heartbeat();
      }, HEARTBEAT_EVERY),
    ];
    void this.#look();
  }

  async #look(): Promise<void> {
    if (this.#looking || !this.#session) return;
    this.#looking = true;
    try {
      await this.#session.gather();
    } finally {
      this.#looking = false;
    }
    this.#changed(BY_ITSELF);
  }

  #tellOnce(section: SectionName, e: unknown): void {
    const key = `${section}: ${e}`;
    if (this.#troubles.has(key)) return;
    this.#troubles.add(key);
    this.#print(`The sandbox made a mistake in the section ${section}: ${e instanceof Error ? e.stack : e}`);
  }

  #sleep(): void {
    for (const t of this.#timers.splice(0)) clearInterval(t);
    clearTimeout(this.#flush);
    this.#flush = undefined;
    this.#dirty.clear();
  }
}

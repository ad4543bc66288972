/** One page that looks on: what it was told, and so what is news to it. */
import type { ServerResponse } from 'node:http';
import { ClockNews } from './sections/clock.ts';
import { type Viewer, whole } from './sections/index.ts';
import { MessageNews } from './sections/messages.ts';
import { SeriesNews } from './sections/series.ts';
import { TrafficNews } from './sections/traffic.ts';
import type { Session } from './session.ts';
import type { SectionName, StatusSection } from './wire.ts';

/** A page that does not read (a frozen tab) is let go; it comes back by itself. */
const MOST_UNREAD = 8 * 1024 * 1024;

type Source = (session: Session) => unknown;

export class Onlooker {
  readonly #res: ServerResponse;
  readonly #viewer: Viewer;
  readonly #trouble: (section: SectionName, e: unknown) => void;
  #sources: ReadonlyMap<SectionName, Source> = new Map();
  #status = '';

  /** @param trouble hears of a section that could not be made: the others are told all the same */
  constructor(res: ServerResponse, viewer: Viewer, trouble: (section: SectionName, e: unknown) => void) {
    this.#res = res;
    this.#viewer = viewer;
    this.#trouble = trouble;
    // A page that goes while it is written to is simply gone.
    this.#res.on('error', () => {});
    this.#res.write('retry: 1000\n\n');
  }

  status(status: StatusSection): void {
    const text = JSON.stringify(status);
    if (text === this.#status) return;
    this.#status = text;
    this.#write('status', text);
  }

  /** Forgets what was told, and tells all of this world. */
  everything(session: Session): void {
    this.#sources = this.#fresh();
    this.news(session, [...this.#sources.keys()]);
  }

  news(session: Session, names: readonly SectionName[]): void {
    for (const name of names) {
      try {
        const section = this.#sources.get(name)?.(session);
        if (section !== undefined) this.#write(name, JSON.stringify(section));
      } catch (e) {
        this.#trouble(name, e);
      }
    }
    if (this.#res.writableLength > MOST_UNREAD) this.#res.destroy();
  }

  heartbeat(): void {
    if (!this.#res.destroyed) this.#res.write(':\n\n');
  }

  close(): void {
    this.#res.end();
  }

  #fresh(): ReadonlyMap<SectionName, Source> {
    const { as, channel } = this.#viewer;
    const [messages, series, traffic, clock] = [
      new MessageNews(),
      new SeriesNews(),
      new TrafficNews(),
      new ClockNews(),
    ];
    return new Map<SectionName, Source>([
      ...Object.entries(whole).map(([name, section]): [SectionName, Source] => [
        name as SectionName,
        this.#ifChanged((s) => section(s, this.#viewer)),
      ]),
      ['clock', (s) => clock.next(s)],
      ['messages', (s) => messages.next(s, as, channel)],
      ['series', (s) => series.next(s)],
      ['traffic', (s) => traffic.next(s)],
    ]);
  }

  #ifChanged(source: Source): Source {
    let told = '';
    return (session) => {
      const section = source(session);
      const text = JSON.stringify(section);
      if (section === undefined || text === told) return undefined;
      told = text;
      return section;
    };
  }

  #write(name: SectionName, json: string): void {
    if (!this.#res.destroyed) this.#res.write(`event: ${name}\ndata: ${json}\n\n`);
  }
}

/** The event stream: every section of the sandbox as a signal, brought up to date by the server. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type {
  Message,
  MessagesSection,
  SectionName,
  Sections,
  SeriesSection,
  TrafficRow,
  TrafficSection,
} from '../../control/wire.ts';
import { channel, me } from './address.ts';

const NAMES = [
  'status',
  'workspace',
  'views',
  'phones',
  'world',
  'clock',
  'processes',
  'faults',
  'guide',
] as const satisfies readonly SectionName[];
type Whole = (typeof NAMES)[number];

const sections = Object.fromEntries(NAMES.map((n) => [n, signal(undefined)])) as {
  [K in Whole]: Signal<Sections[K] | undefined>;
};

/** The newest of a section; undefined until the first arrives. */
export const section = <K extends Whole>(name: K): ReadonlySignal<Sections[K] | undefined> => sections[name];

/** World time and this machine's time when the clock was last told: between two messages it is reckoned. */
export const clockHeardAt = signal(0);
export const connected = signal(false);
/** Whether a connection has ever stood: before that one waits, after it something broke. */
export const everConnected = signal(false);
/** Whose workspace the one held is: just after a change of person it still is the last one's. */
export const workspaceOf = signal<string | undefined>(undefined);
/** World time now, reckoned from when the clock was last told. */
export function worldNow(): number {
  const clock = sections.clock.value;
  if (!clock) return Date.now();
  return clock.now + (clock.jumping ? 0 : (Date.now() - clockHeardAt.value) * clock.speed);
}

const QUARTER_MS = 900_000;
/** World time to the quarter of an hour: enough to know what day it is, and a long list is not drawn anew every second. */
export const roughly = computed(() => Math.floor(worldNow() / QUARTER_MS) * QUARTER_MS);

const heldMessages = signal<{ readonly channel: string; readonly byTs: ReadonlyMap<string, Message> }>({
  channel: '',
  byTs: new Map(),
});
/** Messages of the open channel, threads included, oldest first. */
export const messages: ReadonlySignal<typeof heldMessages.value> = heldMessages;
const heldPoints = signal<SeriesSection['points']>([]);
export const points: ReadonlySignal<SeriesSection['points']> = heldPoints;
const heldTraffic = signal<readonly TrafficRow[]>([]);
/** Oldest first. */
export const traffic: ReadonlySignal<readonly TrafficRow[]> = heldTraffic;

const MOST_POINTS = 3_600;
const MOST_ROWS = 2_000;

function takeMessages(s: MessagesSection): void {
  const byTs = new Map(s.reset || s.channel !== heldMessages.value.channel ? [] : heldMessages.value.byTs);
  for (const m of s.changed) byTs.set(m.ts, m);
  for (const ts of s.gone) byTs.delete(ts);
  heldMessages.value = { channel: s.channel, byTs: new Map([...byTs].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function takeTraffic(s: TrafficSection): void {
  const byN = new Map(s.reset ? [] : heldTraffic.value.map((r) => [r.n, r]));
  for (const r of s.rows) byN.set(r.n, r);
  heldTraffic.value = [...byN.values()].sort((a, b) => a.n - b.n).slice(-MOST_ROWS);
}

const RETRY_MS = 3_000;
const attempt = signal(0);
/** Connects anew, now. */
export const reconnect = (): void => {
  attempt.value += 1;
};

function listen(as: string, where: string): () => void {
  let again: ReturnType<typeof setTimeout> | undefined;
  const query = new URLSearchParams({ ...(as ? { as } : {}), ...(where ? { channel: where } : {}) });
  const source = new EventSource(`/api/live?${query}`);
  const on = <T>(name: string, take: (value: T) => void) =>
    source.addEventListener(name, (e) => take(JSON.parse((e as MessageEvent<string>).data) as T));
  source.onopen = () => {
    connected.value = true;
    everConnected.value = true;
  };
  source.onerror = () => {
    connected.value = false;
    // A refusal closes a stream for good, where a lost one comes back by itself.
    if (source.readyState === EventSource.CLOSED) again = setTimeout(reconnect, RETRY_MS);
  };
  for (const name of NAMES) {
    on<never>(name, (value) => {
      batch(() => {
        if (name === 'clock') clockHeardAt.value = Date.now();
        if (name === 'workspace') workspaceOf.value = as;
        sections[name].value = value;
      });
    });
  }
  on<MessagesSection>('messages', takeMessages);
  on<SeriesSection>('series', (s) => {
    heldPoints.value = [...(s.reset ? [] : heldPoints.value), ...s.points].slice(-MOST_POINTS);
  });
  on<TrafficSection>('traffic', takeTraffic);
  return () => {
    clearTimeout(again);
    source.close();
  };
}

/** Connects, and connects anew whenever another person or channel is looked at. */
export const stayConnected = (): (() => void) =>
  effect(() => {
    attempt.value;
    return listen(me.value, channel.value);
  });

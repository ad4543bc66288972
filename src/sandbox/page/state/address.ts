/** Where one is looking, kept in the address: a reload, a bookmark and the back button keep it. */
import { effect, signal } from '@preact/signals';

/** What the side shows beside Slack; on a narrow screen also what fills it. */
export type Panel = 'slack' | 'guide' | 'phones' | 'world' | 'faults' | 'traffic';

const read = () => new URLSearchParams(location.hash.slice(1));
const first = read();

/** Slack id of who one is; empty until one is chosen. */
export const me = signal(first.get('as') ?? '');
/** Id of the open channel. */
export const channel = signal(first.get('channel') ?? '');
/** Timestamp of the open thread's first message; empty when none is open. */
export const thread = signal(first.get('thread') ?? '');
export const panel = signal<Panel>((first.get('panel') as Panel | null) ?? 'guide');

const parts = { as: me, channel, thread, panel };

effect(() => {
  const hash = new URLSearchParams();
  for (const [name, part] of Object.entries(parts)) if (part.value) hash.set(name, part.value);
  const next = `#${hash}`;
  if (next !== location.hash) history.replaceState(null, '', next);
});

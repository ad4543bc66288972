/** Where one is looking, kept in the address: a reload, a bookmark and the back button keep it. */
import { batch, effect, signal } from '@preact/signals';

/** What the side shows beside Slack; on a narrow screen also what fills it. `slack`: nothing beside Slack. */
export type Panel = 'slack' | 'guide' | 'phones' | 'world' | 'faults' | 'traffic';

const PANELS: readonly string[] = ['slack', 'guide', 'phones', 'world', 'faults', 'traffic'] satisfies Panel[];
const isPanel = (name: string | null): name is Panel => name !== null && PANELS.includes(name);

const read = () => new URLSearchParams(location.hash.slice(1));
const panelIn = (hash: URLSearchParams): Panel => {
  const named = hash.get('panel');
  return isPanel(named) ? named : 'guide';
};
const first = read();

/** Slack id of who one is; empty until one is chosen. */
export const me = signal(first.get('as') ?? '');
/** Id of the open channel. */
export const channel = signal(first.get('channel') ?? '');
/** Timestamp of the open thread's first message; empty when none is open. */
export const thread = signal(first.get('thread') ?? '');
export const panel = signal<Panel>(panelIn(first));

const parts = { as: me, channel, thread, panel };
/** A change of these is a step one can go back from; a change of the rest only replaces the address. */
const steps = ['as', 'channel', 'thread'];

effect(() => {
  const hash = new URLSearchParams();
  for (const [name, part] of Object.entries(parts)) if (part.value) hash.set(name, part.value);
  const before = read();
  if (`#${hash}` === `#${before}`) return;
  const step = before.has('channel') && steps.some((s) => before.get(s) !== hash.get(s));
  if (step) history.pushState(null, '', `#${hash}`);
  else history.replaceState(null, '', `#${hash}`);
});

addEventListener('popstate', () => {
  const hash = read();
  batch(() => {
    me.value = hash.get('as') ?? me.peek();
    channel.value = hash.get('channel') ?? channel.peek();
    thread.value = hash.get('thread') ?? '';
    panel.value = panelIn(hash);
  });
});

/** Keys that work everywhere: from part to part, a quick jump, out of the thread. */
import { thread } from '../state/address.ts';
import { leaveThread, over } from '../state/go.ts';

/** The parts of the page in the order one goes through them. */
const REGIONS = ['top', 'side', 'channel', 'thread', 'rail'];

const FOCUSABLE = 'button:not([tabindex="-1"]), textarea, input, select, a[href], [tabindex="0"]';

const shown = (el: Element): boolean => el.getClientRects().length > 0;

function entryOf(name: string): HTMLElement | undefined {
  const region = [...document.querySelectorAll<HTMLElement>(`[data-region="${name}"]`)].find(shown);
  if (!region) return undefined;
  const entries = [...region.querySelectorAll<HTMLElement>(`[data-region-entry="${name}"]`)];
  return entries.find(shown) ?? [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find(shown);
}

/** Puts the focus on what one most likely wants in a part of the page, once it is drawn. */
export function enterRegion(name: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => entryOf(name)?.focus()));
}

function cycle(step: 1 | -1): void {
  const here = document.activeElement?.closest('[data-region]')?.getAttribute('data-region') ?? '';
  const from = REGIONS.indexOf(here);
  const start = from < 0 && step < 0 ? 0 : from;
  for (let n = 1; n <= REGIONS.length; n++) {
    const name = REGIONS[(start + step * n + REGIONS.length * 2) % REGIONS.length];
    const entry = name === undefined ? undefined : entryOf(name);
    if (!entry) continue;
    entry.focus();
    return;
  }
}

function onKeyDown(e: KeyboardEvent): void {
  if (e.defaultPrevented) return;
  const modal = document.querySelector('dialog[open]') !== null;
  if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === 'k') {
    e.preventDefault();
    if (!modal) over.value = 'jump';
    return;
  }
  if (modal) return;
  if (e.key === 'F6') {
    e.preventDefault();
    cycle(e.shiftKey ? -1 : 1);
  } else if (e.key === 'Escape' && thread.value) {
    leaveThread();
  }
}

export function listenToKeys(): () => void {
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}

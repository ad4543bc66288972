/** One alert per target and generation, as the model understands it: it moves forwards, whatever comes in whichever order. */
import type { Happening } from './happenings.ts';
import { goOn } from './levels.ts';
import { isOpen, type Page, type World } from './world.ts';

const TELL_EVERY = 300_000;

type Told = Extract<Happening, { target: string; generation: number }>;

/** What silences alerts goes to whichever may ring: not where PagerDuty never took it. */
export function silenceAll(w: World): void {
  for (const [t, { is }] of w.pages)
    if (is !== 'acknowledged' && is !== 'resolved' && is !== 'failed') w.acts.push(`acknowledge ${t}`);
}

export function closeAll(w: World): void {
  for (const [t, { is }] of w.pages) if (is !== 'resolved') w.acts.push(`resolve ${t}`);
}

/** Nobody took it for a minute, then every five (case PD-06); the people behind it are looked up once. */
export function tellLate(w: World, target: string): void {
  const page = w.pages.get(target);
  if (page?.is !== 'sending' || !isOpen(w)) return;
  const missed = Math.floor((w.now - page.tell) / TELL_EVERY) + 1;
  if (!page.looked) w.acts.push(`look up ${target}`);
  w.pages.set(target, { ...page, tell: page.tell + missed * TELL_EVERY, looked: true });
}

const isLost = (w: World, level: number): boolean =>
  [...w.pages.values()].every((p) => p.level !== level || p.is === 'failed' || p.is === 'unreached');

export function paged(w: World, h: Told): void {
  const page = h.generation === w.generation ? w.pages.get(h.target) : undefined;
  if (!page) return;
  const wasLost = isLost(w, page.level);
  w.pages.set(h.target, becomes(w, page, h));
  if (!wasLost && isLost(w, page.level)) goOn(w, page.level);
}

function becomes(w: World, page: Page, h: Told): Page {
  const { is } = page;
  const now = (next: Page['is']): Page => ({ ...page, is: next });
  const rings = is === 'sending' || is === 'failed' || is === 'unreached' || is === 'accepted' || is === 'confirmed';
  switch (h.does) {
    case 'took':
      if (!rings) return page;
      if (!h.anybody) return now('unreached');
      return is === 'confirmed' ? page : now('accepted');
    case 'refused':
      if (is !== 'sending') return page;
      if (isOpen(w) && !page.looked) w.acts.push(`look up ${h.target}`);
      return { ...now('failed'), looked: true };
    case 'looked':
      return isOpen(w) && !h.anybody && (is === 'sending' || is === 'failed') ? now('unreached') : page;
    case 'silenced':
      // PagerDuty drops what silences an alert it never took: nobody was reached all the same.
      return rings && is !== 'failed' ? now('acknowledged') : page;
    case 'closed':
      return now('resolved');
    case 'stuck':
      return page;
    case 'rings':
      return is === 'sending' || is === 'accepted' || is === 'failed' ? now('confirmed') : page;
    case 'acked there':
      return is === 'resolved' ? page : now('acknowledged');
    case 'resolved there':
      return now('resolved');
  }
}

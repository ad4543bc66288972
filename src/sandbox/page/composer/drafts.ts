/** What was typed and not sent, by person and place, and what was sent, to be had again with the up-arrow. */
import { keep, kept } from '../state/keep.ts';

const MOST_SENT = 20;

/** Where one writes: a channel, or a thread in it. */
export const placeOf = (me: string, channel: string, thread = ''): string =>
  [me, channel, thread].filter((p) => p !== '').join('/');

export const draftOf = (place: string): string => kept(`draft/${place}`);
export const keepDraft = (place: string, text: string): void => keep(`draft/${place}`, text);

/** Oldest first. */
export function sentBy(me: string): readonly string[] {
  try {
    const held: unknown = JSON.parse(kept(`sent/${me}`) || '[]');
    return Array.isArray(held) ? held.filter((t): t is string => typeof t === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberSent(me: string, text: string): void {
  const others = sentBy(me).filter((t) => t !== text);
  keep(`sent/${me}`, JSON.stringify([...others, text].slice(-MOST_SENT)));
}

/** A text somebody wants in the composer: the guide's suggestion, or the welcome's. The open channel's composer takes it. */
import { signal } from '@preact/signals';
import { panel } from '../state/address.ts';
import { width } from '../state/width.ts';

/** The one who put it there counts up, so that the same text can be put twice. */
export const wanted = signal<{ readonly text: string; readonly n: number } | undefined>(undefined);

export function putIn(text: string): void {
  if (width.value === 'narrow') panel.value = 'slack';
  wanted.value = { text, n: (wanted.peek()?.n ?? 0) + 1 };
}

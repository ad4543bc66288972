/** Moves: to a channel, into a thread, into somebody else's place. */
import { batch, signal } from '@preact/signals';
import { channel, me, panel, thread } from './address.ts';
import { width } from './width.ts';

/** The drawers and dialogs over the page; at most one stands open. */
export type Over = '' | 'sidebar' | 'jump' | 'keys';
export const over = signal<Over>('');

const toSlack = () => {
  over.value = '';
  if (width.value === 'narrow') panel.value = 'slack';
};

export function goToChannel(id: string): void {
  batch(() => {
    if (channel.value !== id) thread.value = '';
    channel.value = id;
    toSlack();
  });
}

export function goToThread(ts: string): void {
  batch(() => {
    thread.value = ts;
    toSlack();
  });
}

export const leaveThread = (): void => {
  thread.value = '';
};

/** Everything stays as it is but the eyes one sees it with. */
export function become(id: string): void {
  batch(() => {
    me.value = id;
    if (over.value === 'jump') over.value = '';
  });
}

/** Whether the page can be seen: what arrives in a hidden tab is not read. */
import { type ReadonlySignal, signal } from '@preact/signals';

const seen = signal(document.visibilityState === 'visible');
document.addEventListener('visibilitychange', () => {
  seen.value = document.visibilityState === 'visible';
});

export const windowSeen: ReadonlySignal<boolean> = seen;

/** Brings a message into sight and puts the focus on it. */

export const messageId = (ts: string, inThread = false): string =>
  `${inThread ? 'reply' : 'message'}-${ts.replace('.', '-')}`;

/** Once the page has drawn what opened with it. */
export function showMessage(ts: string): void {
  requestAnimationFrame(() => {
    const row = document.getElementById(messageId(ts, true)) ?? document.getElementById(messageId(ts));
    row?.scrollIntoView({ block: 'center' });
    row?.focus({ preventScroll: true });
  });
}

/** Puts the focus on what opens the thread of a message, or on the message when it has none. */
export function focusMessage(ts: string): void {
  const row = document.getElementById(messageId(ts));
  const target = row?.querySelector<HTMLElement>('.thread-button') ?? row;
  target?.focus({ preventScroll: true });
}

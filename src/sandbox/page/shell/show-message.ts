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

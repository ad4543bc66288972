/** One HTTP look at an address, refusing private ranges that are not allow-listed. A refused or failed look is an answer, not a Fault. */

export type Look =
  | { readonly status: number; readonly ms: number; readonly body: string; readonly json?: unknown }
  /** No HTTP answer: DNS, TLS, time-out, or refused: not looked at, because the address is not allowed. */
  | { readonly status: 0; readonly ms: number; readonly body: ''; readonly error: string; readonly refused?: true };

export interface Web {
  get(url: string, options: { timeout: number }): Promise<Look>;
}

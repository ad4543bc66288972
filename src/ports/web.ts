/** One HTTP look at an address, refusing private ranges that are not allow-listed. A refused or failed look is an answer, not a Fault. */

export type Look =
  | { readonly status: number; readonly ms: number; readonly body: string; readonly json?: unknown }
  /** No HTTP answer: refused address, DNS, TLS, time-out. */
  | { readonly status: 0; readonly ms: number; readonly body: ''; readonly error: string };

export interface Web {
  get(url: string, options: { timeout: number }): Promise<Look>;
}

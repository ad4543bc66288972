/** One HTTP look at an address, refusing private ranges that are not allow-listed. A refused or failed look is an answer, not a Fault. */

export type Look =
  | { readonly status: number; readonly ms: number; readonly body: string; readonly json?: unknown }
  /** No HTTP answer: DNS, TLS, time-out, or refused: not looked at, because the address is not allowed. */
  | { readonly status: 0; readonly ms: number; readonly body: ''; readonly error: string; readonly refused?: true };

export interface WebRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** A value `secret:NAME`, also behind a word as in `Bearer secret:NAME`, is put in when it is sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Web {
  /** Why this would not be sent: an address that is not allowed, a secret that is not set. Undefined: it would. */
  refuses(request: Pick<WebRequest, 'url' | 'headers'>): string | undefined;
  get(url: string, options: { timeout: number }): Promise<Look>;
  /**
   * Asks for a change; redirects are not followed. An answer is an answer, whatever its status. Faults `permanent` when it
   * was refused before it was sent, `unknown` when it may have arrived and nothing came back.
   */
  send(request: WebRequest, options: { timeout: number }): Promise<{ status: number; body: string; json?: unknown }>;
}

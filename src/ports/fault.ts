/** What the outside world did to us, translated once at the adapter: whether to try again, give up, or admit not knowing. */

export type FaultKind =
  /** Surely did not happen; may be tried again. */
  | 'retry'
  /** Surely did not happen, and trying again will not help. */
  | 'permanent'
  /** May have happened: the reply was lost. */
  | 'unknown';

export class Fault extends Error {
  override readonly name = 'Fault';
  readonly kind: FaultKind;
  /** Stable, `slack.channel_not_found`, `pagerduty.429`, `kubernetes.409`. */
  readonly code: string;
  /** Milliseconds the other side asked us to wait. */
  readonly retryAfter: number | undefined;

  constructor(kind: FaultKind, code: string, message: string, more: { retryAfter?: number; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.code = code;
    this.retryAfter = more.retryAfter;
  }
}

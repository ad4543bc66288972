/** What a server shows who it is. A server that does not answer, or is refused, is an answer, not a Fault. */

export type Shown =
  | {
      /** Milliseconds since the epoch. */
      readonly from: number;
      readonly until: number;
      readonly subject: string;
      readonly issuer: string;
      /** Names it is for. */
      readonly names: readonly string[];
      /** Why a browser would not trust it; absent: it would. */
      readonly distrusted?: string;
    }
  | { readonly error: string };

export interface Certificates {
  /** Private addresses are refused unless allow-listed, as for every look at an address. */
  shownBy(host: string, port: number, options: { timeout: number }): Promise<Shown>;
}

/** PostgreSQL's wire protocol as far as it must be understood to see where a statement begins and where its answer ends. */

export interface Frame {
  /** One letter; empty for the first message of a connection, which has none. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** Cuts a stream of bytes into messages; what is not whole yet waits. */
export class Frames {
  #left: Buffer = Buffer.alloc(0);
  #first: boolean;

  /** @param greets whether the first message has no type, as the client's has not */
  constructor(greets: boolean) {
    this.#first = greets;
  }

  take(chunk: Buffer): Frame[] {
    let rest = this.#left.length === 0 ? chunk : Buffer.concat([this.#left, chunk]);
    const out: Frame[] = [];
    for (;;) {
      const head = this.#first ? 0 : 1;
      if (rest.length < head + 4) break;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) break;
      out.push({ type: this.#first ? '' : String.fromCharCode(rest[0] ?? 0), bytes: rest.subarray(0, length) });
      this.#first = false;
      rest = rest.subarray(length);
    }
    this.#left = rest;
    return out;
  }
}

/** The name of the prepared statement a Bind message runs. */
export function statementOf(bind: Frame): string {
  const portalEnds = bind.bytes.indexOf(0, 5);
  return bind.bytes.toString('utf8', portalEnds + 1, bind.bytes.indexOf(0, portalEnds + 1));
}

/** How many rows a CommandComplete message tells of: `UPDATE 3`, `SELECT 1`. */
export function rowsOf(complete: Frame): number {
  return Number(/(\d+)\0$/.exec(complete.bytes.toString('utf8', 5))?.[1] ?? 0);
}

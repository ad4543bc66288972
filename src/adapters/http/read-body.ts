/** Answers are read up to a size and not further, whatever their headers claim. */

export interface Body {
  readonly text: string;
  /** There was more; the rest was not read. */
  readonly cut: boolean;
}

/** At most `most` bytes. Leaving the loop early closes the connection behind it. */
export async function readUpTo(body: AsyncIterable<Uint8Array> | null | undefined, most: number): Promise<Body> {
  const parts: Uint8Array[] = [];
  let size = 0;
  let cut = false;
  if (body) {
    for await (const part of body) {
      parts.push(part.subarray(0, most - size));
      size += part.length;
      if (size <= most) continue;
      cut = true;
      break;
    }
  }
  // A character cut in half at the end is dropped, not shown as garbage.
  const text = new TextDecoder().decode(Buffer.concat(parts), { stream: cut });
  return { text, cut };
}

export class TooLarge extends Error {
  readonly code = 'TOO_LARGE';
}

/** The whole text, or TooLarge. */
export async function readWhole(body: AsyncIterable<Uint8Array> | null | undefined, most: number): Promise<string> {
  const { text, cut } = await readUpTo(body, most);
  if (cut) throw new TooLarge(`the answer is larger than ${most} bytes`);
  return text;
}

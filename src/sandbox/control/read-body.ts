/** The JSON of a request, of a size one can bear. */
import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

const MOST = 1024 * 1024;

/** Nothing at all counts as `{}`. */
export async function readBody(req: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST) throw new Problem(413, 'The body is larger than 1 MB.');
    parts.push(part);
  }
  if (size === 0) return {};
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch (e) {
    throw new Problem(400, `The body is not JSON: ${e instanceof Error ? e.message : e}`);
  }
}

/** The little that every plain HTTP route needs: a bounded body in, JSON out. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const SLOWEST = 10_000;

/** The sender went away or was too slow: there is nobody to answer. */
export class SenderGone extends Error {
  override readonly name = 'SenderGone';
}

/** Undefined when it is larger than `most`: then the connection must end with the answer. */
export async function readBody(req: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const timer = setTimeout(() => req.destroy(), SLOWEST);
  try {
    const parts: Buffer[] = [];
    let size = 0;
    // Leaving the loop early must not cut the connection before the answer.
    for await (const part of req.iterator({ destroyOnReturn: false })) {
      size += (part as Buffer).length;
      if (size > most) return undefined;
      parts.push(part as Buffer);
    }
    return Buffer.concat(parts);
  } catch (cause) {
    throw new SenderGone('the body did not arrive', { cause });
  } finally {
    clearTimeout(timer);
  }
}

export function answer(res: ServerResponse, status: number, body: object | string, type?: string): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  res.writeHead(status, {
    'content-type': type ?? (typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json'),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  res.end(text);
}

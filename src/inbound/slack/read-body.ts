/** The raw bytes of a request, bounded in size and time. */
import type { IncomingMessage } from 'node:http';

export type Body = { readonly raw: Buffer } | { readonly status: 400 | 408 | 413 };

export function readBody(req: IncomingMessage, o: { limit: number; within: number }): Promise<Body> {
  const declared = Number(req.headers['content-length'] ?? 0);
  if (declared > o.limit) return Promise.resolve({ status: 413 });
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const done = (body: Body) => {
      clearTimeout(slow);
      req.removeAllListeners('data');
      resolve(body);
    };
    // One byte a second is not a slow network, it is somebody holding the door.
    const slow = setTimeout(() => done({ status: 408 }), o.within);
    req.on('data', (part: Buffer) => {
      size += part.length;
      if (size > o.limit) return done({ status: 413 });
      parts.push(part);
    });
    req.once('end', () => done({ raw: Buffer.concat(parts) }));
    req.once('error', () => done({ status: 400 }));
    req.once('close', () => done({ status: 400 }));
  });
}

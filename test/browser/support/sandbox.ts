/** `tocsin sandbox` as a process of its own, reached as anybody reaches it: over HTTP. */
import { type Tocsin, tocsin } from '../../support/tocsin.ts';

export interface Sandbox {
  readonly url: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  /** Resolves once the world stands. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

const LOOK = 100;

export async function startSandbox(): Promise<Sandbox> {
  const process: Tocsin = tocsin(['sandbox', '--port', '0']);
  const line = await process.line('http://');
  const url = /http:\/\/[^\s/]+/.exec(line)?.[0];
  if (!url) throw new Error(`no address in ${line}`);
  const answer = async <T>(res: Response): Promise<T> => {
    const text = await res.text();
    if (!res.ok) throw new Error(`${res.status} ${res.url}: ${text}`);
    return JSON.parse(text) as T;
  };
  const get = async <T>(path: string) => answer<T>(await fetch(url + path));
  const sandbox: Sandbox = {
    url,
    get,
    post: async <T>(path: string, body: object) =>
      answer<T>(
        await fetch(url + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    async ready() {
      for (;;) {
        const { state, text } = await get<{ state: string; text?: string }>('/api/status');
        if (state === 'ready') return;
        if (state === 'failed') throw new Error(`the world does not start: ${text}`);
        await new Promise((r) => setTimeout(r, LOOK));
      }
    },
    async stop() {
      process.child.kill('SIGTERM');
      await process.ended;
    },
  };
  await sandbox.ready();
  return sandbox;
}

/** `tocsin sandbox` as a process of its own, reached as anybody reaches it: over HTTP. */
import type { ApiProblem } from '../../src/sandbox/control/acts.ts';
import { type Tocsin, tocsin } from './tocsin.ts';

export type Refusal = ApiProblem['error'] & { readonly status: number };

export interface Sandbox {
  readonly url: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  /** The status and words of a refusal; throws when it is not refused. */
  refused(path: string, body?: object): Promise<Refusal>;
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
  const send = (path: string, body: object) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const sandbox: Sandbox = {
    url,
    get,
    post: async <T>(path: string, body: object) => answer<T>(await send(path, body)),
    async refused(path, body) {
      const res = await (body ? send(path, body) : fetch(url + path));
      const text = await res.text();
      if (res.ok) throw new Error(`${path} was not refused: ${text}`);
      return { status: res.status, ...(JSON.parse(text) as ApiProblem).error };
    },
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

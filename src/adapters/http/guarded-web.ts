/** The web port: one GET that cannot be talked into looking at anything private. Redirects are followed by hand, each hop checked. */
import { performance } from 'node:perf_hooks';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { Fault } from '../../ports/fault.ts';
import type { Look, Web, WebRequest } from '../../ports/web.ts';
import { type AllowList, allowList } from './allow-list.ts';
import { call, type OnCall } from './call.ts';
import { pinnedLookup, REFUSED, type Resolve, refused, systemResolve } from './pinned-lookup.ts';
import { readUpTo } from './read-body.ts';
import { trusted } from './trust.ts';
import { checkUrl } from './url-guard.ts';

export interface GuardedWebOptions {
  /** Hosts, `host:port`, addresses and ranges that may be looked at although they are private. Throws on anything else. */
  readonly allow?: readonly string[];
  /** A private certificate authority (PEM), in addition to the public ones. */
  readonly ca?: string | undefined;
  readonly onCall?: OnCall | undefined;
  /** The secret behind `secret:NAME` in a header. @default there are none */
  readonly secret?: (name: string) => string | undefined;
  /** All addresses of a name. @default the system's resolver */
  readonly resolve?: Resolve;
}

const KEPT = 64 * 1024;
const HOPS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const AGENT = { 'user-agent': 'tocsin', accept: '*/*', 'accept-encoding': 'identity' };

export class GuardedWeb implements Web {
  readonly #allow: AllowList;
  readonly #agent: Agent;
  readonly #onCall: OnCall | undefined;
  readonly #secrets: (name: string) => string | undefined;

  constructor(o: GuardedWebOptions = {}) {
    this.#allow = allowList(o.allow ?? []);
    this.#onCall = o.onCall;
    this.#secrets = o.secret ?? (() => undefined);
    const resolve = o.resolve ?? systemResolve;
    const trust = trusted(o.ca);
    this.#agent = new Agent({
      // No keep-alive: each look resolves and checks anew.
      pipelining: 0,
      connect: (to, done) => {
        const named = this.#allow.host(to.hostname, Number(to.port) || (to.protocol === 'https:' ? 443 : 80));
        buildConnector({ ...trust, lookup: pinnedLookup(resolve, named ? undefined : this.#allow) })(to, done);
      },
    });
  }

  async get(url: string, options: { timeout: number }): Promise<Look> {
    const started = performance.now();
    const ms = () => Math.round(performance.now() - started);
    const label = URL.canParse(url) ? new URL(url).hostname : 'the address';
    const plan = { vendor: 'http', label, operation: 'GET', effect: 'read', deadline: options.timeout } as const;
    try {
      const seen = await call({ ...plan, onCall: this.#onCall }, (signal) => this.#look(url, signal));
      return { ...seen, ms: ms() };
    } catch (e) {
      const error = e instanceof Error ? e.message : String(e);
      const notLooked = e instanceof Fault && e.code === REFUSED;
      return { status: 0, ms: ms(), body: '', error, ...(notLooked ? { refused: true } : {}) };
    }
  }

  refuses({ url, headers }: Pick<WebRequest, 'url' | 'headers'>): string | undefined {
    try {
      this.#checked(url);
      withSecrets(headers, this.#secrets);
      return undefined;
    } catch (e) {
      if (e instanceof Fault) return e.message;
      throw e;
    }
  }

  async send(
    o: WebRequest,
    { timeout }: { timeout: number },
  ): Promise<{ status: number; body: string; json?: unknown }> {
    const url = this.#checked(o.url);
    const headers = { ...AGENT, ...withSecrets(o.headers, this.#secrets) };
    const plan = {
      vendor: 'http',
      label: url.hostname,
      operation: o.method,
      effect: 'change',
      deadline: timeout,
    } as const;
    return call({ ...plan, onCall: this.#onCall }, async (signal) => {
      const body = o.body === undefined ? {} : { body: o.body };
      return await kept(await request(url, { dispatcher: this.#agent, signal, method: o.method, headers, ...body }));
    });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #look(text: string, signal: AbortSignal): Promise<{ status: number; body: string; json?: unknown }> {
    let next = this.#checked(text);
    for (let hop = 0; ; hop++) {
      const answer = await request(next, { dispatcher: this.#agent, signal, headers: AGENT });
      const location = answer.headers.location;
      if (!REDIRECTS.has(answer.statusCode) || typeof location !== 'string') return await kept(answer);
      answer.body.on('error', () => undefined).destroy();
      if (hop === HOPS) throw refused(`more than ${HOPS} redirects`);
      next = this.#checked(location, next);
    }
  }

  #checked(text: string, base?: URL): URL {
    const checked = checkUrl(text, this.#allow, base);
    if ('url' in checked) return checked.url;
    throw refused(base ? `redirected to a refused address: ${checked.refused}` : checked.refused);
  }
}

const SECRET = /\bsecret:([A-Z][A-Z0-9_]*)/g;

function withSecrets(
  headers: WebRequest['headers'],
  secret: (name: string) => string | undefined,
): Record<string, string> {
  const put = (text: string) =>
    text.replace(SECRET, (_, name: string) => {
      const value = secret(name);
      if (value !== undefined) return value;
      throw new Fault('permanent', 'http.no-secret', `there is no secret ${name}: set TOCSIN_SECRET_${name}`);
    });
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, put(value)]));
}

async function kept(answer: Dispatcher.ResponseData): Promise<{ status: number; body: string; json?: unknown }> {
  const { text, cut } = await readUpTo(answer.body, KEPT);
  const looksJson = String(answer.headers['content-type'] ?? '').includes('json') || /^\s*[[{]/.test(text);
  const json = looksJson && !cut ? parsed(text) : undefined;
  return { status: answer.statusCode, body: text, ...(json === undefined ? {} : { json }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

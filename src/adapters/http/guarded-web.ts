/** The web port: one GET that cannot be talked into looking at anything private. Redirects are followed by hand, each hop checked. */
import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { Fault } from '../../ports/fault.ts';
import type { Look, Web } from '../../ports/web.ts';
import { type AllowList, allowList, plainHost } from './allow-list.ts';
import { call, type OnCall } from './call.ts';
import { readUpTo } from './read-body.ts';
import { trusted } from './trust.ts';
import { addressProblem, checkUrl } from './url-guard.ts';

export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

export interface GuardedWebOptions {
  /** Hosts, `host:port`, addresses and ranges that may be looked at although they are private. Throws on anything else. */
  readonly allow?: readonly string[];
  /** A private certificate authority (PEM), in addition to the public ones. */
  readonly ca?: string | undefined;
  readonly onCall?: OnCall | undefined;
  /** All addresses of a name. @default the system's resolver */
  readonly resolve?: Resolve;
}

const KEPT = 64 * 1024;
const HOPS = 3;
const REFUSED = 'http.refused';
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const AGENT = { 'user-agent': 'tocsin', accept: '*/*', 'accept-encoding': 'identity' };

export class GuardedWeb implements Web {
  readonly #allow: AllowList;
  readonly #agent: Agent;
  readonly #onCall: OnCall | undefined;

  constructor(o: GuardedWebOptions = {}) {
    this.#allow = allowList(o.allow ?? []);
    this.#onCall = o.onCall;
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

/** Not a fault of the target: we did not look. */
const refused = (message: string): Fault => new Fault('permanent', REFUSED, message);

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

/**
 * Resolves once and hands exactly the checked addresses to the socket, so that a second answer from DNS changes nothing. One
 * private address among many is enough to refuse: nobody mixes them by accident. `allow` undefined: the name was allow-listed.
 */
function pinnedLookup(resolve: Resolve, allow: AllowList | undefined): LookupFunction {
  return (name, options, done) => {
    resolve(name).then(
      (addresses) => {
        const first = addresses[0];
        if (!first) return done(new Error(`${name} has no address`), '', 0);
        const bad = allow && addresses.map((a) => addressProblem(a.address, allow)).find((p) => p !== undefined);
        if (bad !== undefined) return done(refused(`${plainHost(name)} is refused: ${bad}`), '', 0);
        return options.all ? done(null, [...addresses]) : done(null, first.address, first.family);
      },
      (e: Error) => done(e, '', 0),
    );
  };
}

const systemResolve: Resolve = (name) =>
  new Promise((ok, no) => {
    systemLookup(name, { all: true, verbatim: true }, (e, addresses) => (e ? no(e) : ok(addresses)));
  });

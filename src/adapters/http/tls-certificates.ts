/** The certificates port: one TLS handshake, with the same rules about addresses as every look. Nothing is sent after it. */
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { Certificates, Shown } from '../../ports/certificates.ts';
import { type AllowList, allowList } from './allow-list.ts';
import { call, type OnCall } from './call.ts';
import { pinnedLookup, systemResolve } from './pinned-lookup.ts';
import { checkUrl } from './url-guard.ts';

export interface TlsCertificatesOptions {
  readonly allow?: readonly string[];
  readonly onCall?: OnCall | undefined;
}

export class TlsCertificates implements Certificates {
  readonly #allow: AllowList;
  readonly #onCall: OnCall | undefined;

  constructor(o: TlsCertificatesOptions = {}) {
    this.#allow = allowList(o.allow ?? []);
    this.#onCall = o.onCall;
  }

  async shownBy(host: string, port: number, { timeout }: { timeout: number }): Promise<Shown> {
    const checked = checkUrl(`https://${host}:${port}/`, this.#allow);
    if ('refused' in checked) return { error: `refused: ${checked.refused}` };
    const plan = { vendor: 'tls', label: host, operation: 'handshake', effect: 'read', deadline: timeout } as const;
    try {
      return await call({ ...plan, onCall: this.#onCall }, (signal) => this.#handshake(host, port, signal));
    } catch (e) {
      return { error: e instanceof Error ? e.message : String(e) };
    }
  }

  #handshake(host: string, port: number, signal: AbortSignal): Promise<Shown> {
    const named = this.#allow.host(host, port);
    const lookup = pinnedLookup(systemResolve, named ? undefined : this.#allow);
    return new Promise((ok, no) => {
      // An expired or unknown one is what somebody wants to see: it is judged below, not refused here.
      const socket = connect({ host, port, servername: host, lookup, rejectUnauthorized: false });
      signal.addEventListener('abort', () => socket.destroy(), { once: true });
      socket.once('error', no);
      socket.once('secureConnect', () => {
        ok(shown(socket));
        socket.destroy();
      });
    });
  }
}

function shown(socket: TLSSocket): Shown {
  const c: PeerCertificate = socket.getPeerCertificate();
  if (!c.valid_to) return { error: 'it showed no certificate' };
  const names = (c.subjectaltname ?? '').split(', ').flatMap((n) => (n.startsWith('DNS:') ? [n.slice(4)] : []));
  const first = (name: unknown): string => String((Array.isArray(name) ? name[0] : name) ?? '');
  return {
    from: Date.parse(c.valid_from),
    until: Date.parse(c.valid_to),
    subject: first(c.subject.CN),
    issuer: first(c.issuer.O) || first(c.issuer.CN),
    names: names.slice(0, 50),
    ...(socket.authorized ? {} : { distrusted: String(socket.authorizationError ?? 'not trusted') }),
  };
}

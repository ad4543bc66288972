/**
 * Which addresses a check may look at: public ones, and those an operator allow-listed. Everything is decided on what will
 * really be connected to: the parsed URL, and the addresses its name resolves to.
 */
import ipaddr from 'ipaddr.js';
import { type AllowList, plainHost } from './allow-list.ts';

/** Services that believe what arrives on their port: remote shells, mail, databases, caches, cluster internals. */
const CLOSED: ReadonlySet<number> = new Set([
  21, 22, 23, 25, 53, 110, 111, 135, 139, 143, 389, 445, 465, 514, 587, 636, 873, 1433, 1521, 2049, 2181, 2375, 2376,
  2379, 2380, 3306, 3389, 4369, 5432, 5672, 5900, 5984, 6379, 6443, 6667, 7000, 7001, 8500, 9042, 9092, 9200, 9300,
  10250, 10255, 11211, 27017, 50070,
]);

/** Where clouds hand out credentials to whoever asks from inside; one of them has a public address. */
const METADATA_NAMES: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
]);
const METADATA: ReadonlySet<string> = new Set(['168.63.129.16']);

/** All of IPv6 that is handed out to anyone; the rest is reserved, or IPv4 in disguise. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

export type Checked = { readonly url: URL } | { readonly refused: string };

export function checkUrl(text: string, allow: AllowList, base?: URL): Checked {
  // The URL parser drops tabs and newlines silently; nobody writes them in good faith.
  if (/[\s\\\p{Cc}]/u.test(text)) return { refused: 'spaces, backslashes and control characters are not allowed' };
  if (!URL.canParse(text, base?.href)) return { refused: 'not a URL' };
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { refused: `${url.protocol} is not http or https` };
  if (url.username || url.password) return { refused: 'credentials in a URL are not allowed' };
  const host = plainHost(url.hostname);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (CLOSED.has(port) && !allow.port(host, port)) return { refused: `port ${port} is not allowed` };
  if (allow.host(host, port)) return { url };
  if (METADATA_NAMES.has(host)) return { refused: `${host} is a metadata service` };
  if (ipaddr.isValid(host)) {
    const why = addressProblem(host, allow);
    if (why !== undefined) return { refused: why };
  }
  return { url };
}

/** Why this address must not be connected to; undefined when it may. */
export function addressProblem(ip: string, allow: AllowList): string | undefined {
  if (!ipaddr.isValid(ip)) return `${ip} is not an address`;
  // ::ffff:10.0.0.1 is 10.0.0.1.
  const address = ipaddr.process(ip);
  const range = address.range();
  if (allow.address(ip)) return undefined;
  if (METADATA.has(address.toString())) return `${ip} is a metadata address`;
  const global = address instanceof ipaddr.IPv4 || address.match(GLOBAL_IPV6);
  return range === 'unicast' && global ? undefined : `${ip} is not a public address (${range})`;
}

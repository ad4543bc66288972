/** What an operator opened by name: hosts, addresses and ranges that checks may look at although they are not public. */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export interface AllowList {
  /** The host was named, with this port or without any. */
  host(name: string, port: number): boolean;
  /** The port was named together with this host or address. */
  port(name: string, port: number): boolean;
  address(ip: string): boolean;
}

/** Entries: `api.shop.svc`, `localhost:8080`, `10.1.2.3`, `[::1]:9090`, `10.0.0.0/8`. Throws on anything else. */
export function allowList(entries: readonly string[]): AllowList {
  const hosts = new Set<string>();
  const ports = new Set<string>();
  const ranges: [Address, number][] = [];
  for (const entry of entries) {
    if (entry.includes('/')) {
      ranges.push(ipaddr.parseCIDR(entry));
      continue;
    }
    const bare = entry.includes(':') && ipaddr.IPv6.isValid(entry) ? `[${entry}]` : entry;
    const url = URL.canParse(`x://${bare}`) ? new URL(`http://${bare}`) : undefined;
    if (url?.pathname !== '/' || url.username || url.search) throw new Error(`not a host, address or range: ${entry}`);
    const port = /:(\d+)$/.exec(bare.replace(/^\[.*\]/, ''))?.[1];
    if (port === undefined) hosts.add(plainHost(url.hostname));
    else ports.add(`${plainHost(url.hostname)} ${Number(port)}`);
  }
  const port = (name: string, n: number) => ports.has(`${plainHost(name)} ${n}`);
  return {
    port,
    host: (name, n) => hosts.has(plainHost(name)) || port(name, n),
    address(ip) {
      const a = ipaddr.process(ip);
      return ranges.some(([range, bits]) => range.kind() === a.kind() && a.match(range, bits));
    },
  };
}

/** As the URL parser writes it, without brackets and without the dot that means the root of DNS. */
export function plainHost(name: string): string {
  return name
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

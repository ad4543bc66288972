/** Ranges of addresses, written in one way, so that two that mean the same are the same. */
import { z } from 'zod';

const isIPv4 = (a: string): boolean => z.ipv4().safeParse(a).success;
const isIPv6 = (a: string): boolean => z.ipv6().safeParse(a).success;

/** The narrowest prefixes that are taken: a wider range is a part of the world. */
const WIDEST = { v4: 16, v6: 32 } as const;

const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));

/** An IPv6 address as eight groups of four. */
function expanded(address: string): string {
  const [head = '', tail] = address.split('::');
  const [left, right] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].map((g) => g.padStart(4, '0').toLowerCase()).join(':');
}

/** Without what lies below the prefix: `203.0.113.7/24` is `203.0.113.0/24`. */
function masked(value: bigint, bits: number, prefix: number): bigint {
  const rest = BigInt(bits - prefix);
  return (value >> rest) << rest;
}

/** `203.0.113.7` → `203.0.113.7/32`; undefined when it is no range, or one too wide. */
export function canonicalRange(written: string): string | undefined {
  const [address = '', given, more] = written.split('/');
  if (more !== undefined || (given !== undefined && !/^\d{1,3}$/.test(given))) return undefined;
  if (isIPv4(address)) {
    const prefix = Number(given ?? 32);
    if (prefix < WIDEST.v4 || prefix > 32) return undefined;
    const value = address.split('.').reduce((n, part) => n * 256n + BigInt(part), 0n);
    const kept = masked(value, 32, prefix);
    return `${[24n, 16n, 8n, 0n].map((by) => (kept >> by) & 255n).join('.')}/${prefix}`;
  }
  if (!isIPv6(address) || /[.%]/.test(address)) return undefined;
  const prefix = Number(given ?? 128);
  if (prefix < WIDEST.v6 || prefix > 128) return undefined;
  const kept = masked(BigInt(`0x${expanded(address).replaceAll(':', '')}`), 128, prefix);
  const groups = kept.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
  return `${groups.join(':')}/${prefix}`;
}

/** Names, uids and small variations derived from text, so the same history always looks the same. */

/** FNV-1a with a final mix, so that neighbouring texts land far apart. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number in [0, 1) that depends only on the text. */
export function fraction(text: string): number {
  return hash32(text) / 2 ** 32;
}

// Kubernetes' own alphabet for generated names: no vowels and no look-alikes.
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

export function suffix(text: string, length: number): string {
  let out = '';
  for (let i = 0; i < length; i += 1) out += ALPHABET[hash32(`${text}/${i}`) % ALPHABET.length];
  return out;
}

export function uid(text: string): string {
  const hex = [0, 1, 2, 3].map((i) => hash32(`${text}#${i}`).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Kubernetes writes times with whole seconds. */
export function stamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

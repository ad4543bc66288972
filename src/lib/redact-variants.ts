/** The forms in which a secret gets out: as it is, escaped, URL-encoded, base64 at any offset, and its parts that are secret alone. */

/** Below this a base64 fragment is too short to be told from ordinary text. */
const FRAGMENT = 10;

export function variants(secret: string): string[] {
  const inner = passwordIn(secret);
  return [secret, ...(inner === undefined ? [] : [inner])].flatMap((s) => [s, ...encoded(s), ...linesOf(s)]);
}

function encoded(s: string): string[] {
  const url = encodeURIComponent(s.toWellFormed());
  const bytes = Buffer.from(s);
  const base64 = [0, 1, 2].map((offset) => fragment(bytes, offset)).filter((f) => f.length >= FRAGMENT);
  return [
    JSON.stringify(s).slice(1, -1),
    url,
    url.replace(/%[0-9A-F]{2}/g, (x) => x.toLowerCase()),
    url.replaceAll('%20', '+'),
    new URLSearchParams([['', s.toWellFormed()]]).toString().slice(1),
    ...base64,
    ...base64.map((f) => f.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
  ];
}

/** The characters of base64 that depend on the secret alone when `offset` bytes stand in front of it and more may follow. */
function fragment(secret: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), secret])
    .toString('base64')
    .replace(/=+$/, '');
  const start = Math.ceil((offset * 8) / 6);
  const end = Math.floor(((offset + secret.length) * 8) / 6);
  return text.slice(start, end);
}

/** `postgres://app:this@host/db` */
function passwordIn(secret: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(secret) || !URL.canParse(secret)) return undefined;
  const { password } = new URL(secret);
  if (password === '') return undefined;
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

/** A key of many lines is recognised without its frame, and by each of its long lines. */
function linesOf(s: string): string[] {
  if (!s.includes('\n')) return [];
  const lines = s.split(/\r?\n/).filter((line) => !line.startsWith('-----'));
  return [lines.join(''), ...lines.filter((line) => line.length >= 24)];
}

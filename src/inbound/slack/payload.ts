/** From signed bytes to what Slack meant, whatever the content type's spelling. */
import { strictObject } from './strict-json.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decode = (raw: Buffer): string | undefined => {
  try {
    return utf8.decode(raw);
  } catch {
    return undefined;
  }
};

function form(text: string): Record<string, unknown> | undefined {
  const fields = new URLSearchParams(text);
  const names = [...fields.keys()];
  if (names.length > 100 || new Set(names).size !== names.length) return undefined;
  const payload = fields.get('payload');
  if (payload !== null) return strictObject(payload);
  if (!fields.has('command')) return undefined;
  return Object.assign(Object.create(null) as Record<string, unknown>, Object.fromEntries(fields));
}

/** `application/json; charset=utf-8` → `application/json` */
const kindOf = (contentType: string | undefined): string =>
  (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** Undefined: not something Slack sends. */
export function readPayload(raw: Buffer, contentType: string | undefined): Record<string, unknown> | undefined {
  const text = decode(raw);
  if (text === undefined) return undefined;
  switch (kindOf(contentType)) {
    case 'application/json':
      return strictObject(text);
    case 'application/x-www-form-urlencoded':
      return form(text);
    default:
      return undefined;
  }
}

/** Slack's look at the certificate: answered before anything else, and nothing in it is ever acted on. */
export function isSslCheck(raw: Buffer, contentType: string | undefined): boolean {
  return (
    kindOf(contentType) === 'application/x-www-form-urlencoded' &&
    raw.length < 2_000 &&
    /(?:^|&)ssl_check=1(?:&|$)/.test(raw.toString('latin1'))
  );
}

/** Shapes of secrets nobody told us about. Each keeps what names it, so that a reader still knows what stood there. */

/** Field names whose value is a secret whatever it looks like. */
export const secretName =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|api[_-]?key|password|passwd|private[_-]?key|client[_-]?secret|signing[_-]?secret|secret[_-]?(?:access[_-]?)?key|(?:access|refresh|bot|app|auth|bearer|id)[_-]?token|token|(?:routing|integration|service)[_-]?key|response_url)$/i;

const KEYED =
  'password|passwd|pwd|client[_-]?secret|signing[_-]?secret|secret[_-]?access[_-]?key|secret[_-]?key|api[_-]?key|access[_-]?token|refresh[_-]?token|auth[_-]?token|bot[_-]?token';
const PAGERDUTY_KEYED = 'routing[_-]?key|integration[_-]?key|service[_-]?key';
/** `: `, `=`, `": "`, also with the quotes escaped inside JSON. */
const IS = String.raw`\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?`;

export const patterns: readonly { readonly find: RegExp; readonly put: string }[] = [
  {
    find: /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY)-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g,
    put: '[redacted $1]',
  },
  { find: /\bx(?:ox[a-z](?:\.[a-z]{4})?|app)-[A-Za-z0-9-]{6,}/g, put: '[redacted Slack token]' },
  { find: /(hooks\.slack\.com\/(?:services|commands|actions|workflows|triggers)\/)[\w/%-]+/g, put: '$1[redacted]' },
  { find: /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g, put: '[redacted JWT]' },
  { find: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, put: '[redacted AWS key]' },
  {
    find: /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{30,})/g,
    put: '[redacted token]',
  },
  { find: /\b(Bearer|Basic)\s{1,3}[\w.~+/-]{8,}={0,2}/gi, put: '$1 [redacted]' },
  { find: /\b(Token token=\\?"?)[\w+/-]{8,}/gi, put: '$1[redacted]' },
  { find: new RegExp(`\\b(${PAGERDUTY_KEYED})(${IS})[0-9a-zA-Z]{32}\\b`, 'gi'), put: '$1$2[redacted]' },
  { find: new RegExp(`(${KEYED})(${IS})(?!\\[redacted)[^\\s"'\\\\,;&]{4,}`, 'gi'), put: '$1$2[redacted]' },
  { find: /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"']{0,200}):(?!\[redacted)[^\s/@"']{1,300}@/gi, put: '$1:[redacted]@' },
];

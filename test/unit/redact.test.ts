/** No form of a secret gets through the redactor, and ordinary text does. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createRedactor } from '../../src/lib/redact.ts';

const SECRET = 'S3cr3t/va+lue?x=1&y "quoted"';
const DSN = 'postgres://app:p%40ss-w0rd@db:5432/app';
const PD = 'f00dfeedf00dfeedf00dfeedf00dfeed';
const r = createRedactor([SECRET, DSN, PD, 'abc']);

const wrapped = (s: string, n: number) => s.replace(new RegExp(`(.{${n}})`, 'g'), '$1\n');
const base64 = (s: string) => Buffer.from(s).toString('base64');

const forms: [string, string][] = [
  ['as it is', SECRET],
  ['inside a sentence', `could not log in with ${SECRET}, sorry`],
  ['twice', `${SECRET}${SECRET}`],
  ['in JSON', JSON.stringify({ v: SECRET })],
  ['URL-encoded', encodeURIComponent(SECRET)],
  ['URL-encoded in lower case', encodeURIComponent(SECRET).replace(/%../g, (x) => x.toLowerCase())],
  ['as a form field', new URLSearchParams({ a: SECRET }).toString()],
  ['base64', base64(SECRET)],
  ['base64 behind one byte', base64(`a${SECRET}`)],
  ['base64 behind two bytes', base64(`ab${SECRET}`)],
  ['base64 of user:secret', base64(`user:${SECRET}`)],
  ['base64url', Buffer.from(`user:${SECRET}`).toString('base64url')],
  ['hex', Buffer.from(SECRET).toString('hex')],
  ['base64 over lines', wrapped(base64(`user:${SECRET} and more`), 10)],
  ['over lines, indented', 'S3cr3t/va+l\r\n    ue?x=1&y "quoted"'],
  ['over lines, inside JSON', JSON.stringify(wrapped(SECRET, 7))],
];

it.each(forms)('a known secret %s', (_, text) => {
  const out = r.text(text);
  expect(out).toContain('[redacted]');
  for (const part of ['S3cr3t', 'va+lue', base64(SECRET).slice(4, 12), base64(`user:${SECRET}`).slice(12, 24)]) {
    expect(out).not.toContain(part);
  }
});

it('knows the password inside a DSN by itself', () => {
  expect(r.text('password authentication failed: p@ss-w0rd')).not.toContain('p@ss-w0rd');
  expect(r.text(DSN)).not.toContain('w0rd');
});

it('does not hunt for values so short that they are words', () => {
  expect(r.text('abc')).toBe('abc');
});

const key = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEow'.repeat(20)}\n-----END RSA PRIVATE KEY-----`;
const jwt = `eyJhbGciOiJIUzI1NiJ9.${base64('{"sub":"1"}').replace(/=/g, '')}.c2lnbmF0dXJl`;
const shapes: [string, string, string][] = [
  ['Slack bot token', 'using xoxb-2039-ABCdef123456 now', 'ABCdef123456'],
  ['Slack rotating token', 'xoxe.xoxb-1-MS0yLVVhbXB', 'MS0yLVVhbXB'],
  ['Slack app token', 'xapp-1-A01-2-deadbeef', 'deadbeef'],
  ['Slack webhook', 'https://hooks.slack.com/services/T0/B0/Zx9Zx9Zx9', 'Zx9Zx9'],
  ['response_url', 'https://hooks.slack.com/commands/T0/1/Zx9Zx9Zx9', 'Zx9Zx9'],
  ['Bearer', 'Authorization: Bearer abc.DEF-123456', 'DEF-123456'],
  ['Basic', 'authorization: basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ['PagerDuty REST', 'Authorization: Token token=y_NbAkKc66ryYTWUXYEu', 'y_NbAkKc66'],
  ['PagerDuty routing key', '{"routing_key":"0123456789abcdef0123456789abcdef"}', '0123456789abcdef'],
  ['escaped JSON', '"{\\"routing_key\\":\\"0123456789abcdef0123456789abcdef\\"}"', '0123456789abcdef'],
  ['private key', `a ${key} b`, 'MIIEow'],
  ['private key without its end', key.slice(0, 80), 'MIIEow'],
  ['JWT', `token is ${jwt}`, 'eyJhbGci'],
  ['AWS', 'AKIAIOSFODNN7EXAMPLE', 'IOSFODNN7'],
  ['AWS secret', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'wJalrXUtnFEMI'],
  ['GitHub', 'ghp_abcdefghijklmnopqrstuvwxyz0123', 'abcdefghijklmnop'],
  ['password=', 'connect: host=db password=hunter22 user=x', 'hunter22'],
  ['password in a URL', 'amqp://bot:hunter22@mq:5672/', 'hunter22'],
  ['api key in a query', 'GET /x?api_key=k3yk3yk3y&b=1', 'k3yk3yk3y'],
];
it.each(shapes)('a shape nobody told us about: %s', (_, text, secret) => {
  const out = createRedactor([]).text(text);
  expect(out).not.toContain(secret);
  expect(out).toContain('[redacted');
});

it.each([
  'The API is down: 10 of 12 pods are not ready since 03:00',
  'https://grafana.example.com/d/abc?var=x&from=now-1h#panel',
  'postgres://db:5432/app and http://host:8080/users',
  'secret:PAGERDUTY_KEY is referenced by name',
  'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'dedup_key=tocsin:42:g1:ada trace 0123456789abcdef0123456789abcdef',
  'token bucket is empty; basic checks passed; bearer of bad news',
  'passwordless sudo',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
])('leaves ordinary text alone: %s', (text) => {
  expect(createRedactor([]).text(text)).toBe(text);
  expect(r.text(text)).toBe(text);
});

it('is the same the second time', () => {
  for (const [, text] of shapes) expect(r.text(r.text(text))).toBe(r.text(text));
});

it('knows a key of many lines whole, by line, in JSON, as base64 and indented, and is not slowed by it', () => {
  const pem = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
  const body = pem.split('\n').slice(1, -2);
  const many = Array.from({ length: 25 }, () => randomBytes(20).toString('hex'));
  const redactor = createRedactor([pem, ...many]);
  const shown = [
    body.join('\n'),
    body[3]!,
    JSON.stringify({ pem: body.join('\n') }),
    body.join('\n    '),
    body.join(''),
  ];
  for (const text of [...shown, wrapped(base64(pem), 76), base64(pem)]) {
    const out = redactor.text(text).replaceAll('[redacted]', '');
    expect(out.length).toBeLessThan(14);
  }
  const started = performance.now();
  redactor.text(randomBytes(48 * 1024).toString('base64'));
  expect(performance.now() - started).toBeLessThan(30_000);
});

it('walks values, and hides what stands under a secret name whole', () => {
  const out = r.value({
    note: `it is ${SECRET}`,
    list: [PD, 7, null, true],
    headers: { Authorization: 'whatever', cookie: 'a=b', accept: '*/*' },
    password: 12345,
    token: { kind: 'none' },
  });
  expect(out).toEqual({
    note: 'it is [redacted]',
    list: ['[redacted]', 7, null, true],
    headers: { Authorization: '[redacted]', cookie: '[redacted]', accept: '*/*' },
    password: '[redacted]',
    token: { kind: 'none' },
  });
});

it('stays fast on hostile text', () => {
  const started = performance.now();
  for (const text of ['-----BEGIN PRIVATE KEY-----', 'a://', 'password=', 'eyJ', 'Bearer ', 'x:'].map((s) =>
    s.repeat(20_000),
  )) {
    r.text(text);
  }
  expect(performance.now() - started).toBeLessThan(30_000);
});

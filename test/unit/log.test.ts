/** One JSON line per record, whatever is logged; nothing an SDK hung on its error gets out. */
import { Writable } from 'node:stream';
import { ApiException } from '@kubernetes/client-node';
import { createLogger, type Logger } from '../../src/lib/log.ts';
import { createRedactor } from '../../src/lib/redact.ts';
import { Fault } from '../../src/ports/fault.ts';

let text: string;
let log: Logger;
beforeEach(() => {
  text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  log = createLogger({ level: 'debug', redactor: createRedactor(['hunter2hunter2']), stream });
});

const lines = () =>
  text
    .split('\n')
    .slice(0, -1)
    .map((l) => JSON.parse(l) as Record<string, unknown>);

it('writes level, time, fields and message', () => {
  log.child({ incident: 42 }).info({ lane: 'chat' }, 'posted');
  expect(lines()).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), incident: 42, lane: 'chat', msg: 'posted' },
  ]);
});

it('keeps code, kind and causes of an error, and where it was thrown', () => {
  const cause = new TypeError('fetch failed');
  log.error(new Fault('retry', 'slack.timeout', 'too late', { retryAfter: 5, cause }), 'could not post');
  expect(lines()[0]).toMatchObject({
    msg: 'could not post',
    err: {
      type: 'Fault',
      code: 'slack.timeout',
      kind: 'retry',
      retryAfter: 5,
      stack: expect.stringContaining('log.test'),
      cause: { type: 'TypeError' },
    },
  });
});

it('leaves headers and bodies of SDK errors behind, however they are logged', () => {
  const e = new ApiException(403, 'no', '{"body":"canary"}', { 'set-cookie': 'canary' });
  const slack = Object.assign(new Error('An API error occurred: x'), { data: { error: 'canary' } });
  const axios = Object.assign(new Error('Request failed'), {
    config: { headers: { a: 'canary' } },
    response: 'canary',
  });
  for (const x of [e, slack, axios]) {
    log.error(x);
    log.error({ err: x }, 'm');
    log.error({ reason: x }, 'm');
    log.error({ err: new Error('outer', { cause: x }) });
    log.error('text %s', x);
  }
  expect(lines()).toHaveLength(15);
  expect(text).not.toContain('canary');
  expect(lines()[0]?.err).toMatchObject({ code: 403, message: 'HTTP-Code: 403' });
});

it('redacts wherever a secret stands', () => {
  log.info({ deep: { er: ['hunter2hunter2'] }, password: 'x' }, 'with %s', 'hunter2hunter2');
  log.child({ dsn: 'postgres://a:geheim99@h/' }).warn('hunter2hunter2');
  log.error(new Error('hunter2hunter2'));
  expect(text).not.toMatch(/hunter2|geheim99/);
  expect(lines()).toHaveLength(3);
});

it('stays one line per record', () => {
  for (const evil of [
    'a\r\nb',
    '\u001b[31m',
    '\u2028\u2029',
    '"}\n{"level":"info"',
    '\ud800',
    '\u0000',
    '\u0085\u007f',
  ]) {
    log.info({ evil }, evil);
  }
  expect(text.split(/\r\n|[\n\r\u0085\u2028\u2029]/)).toHaveLength(8);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(lines()[0]).toMatchObject({ evil: 'a\r\nb' });
});

/** One POST to the app, on its own connection, with a deadline: never throws. */
import http from 'node:http';
import https from 'node:https';
import { parseJson } from '../json.ts';
import { type Answer, failed, type RawRequest } from './answer.ts';

export async function post(
  request: RawRequest & { readonly url: string },
  timeoutMs: number,
  stop: AbortSignal,
): Promise<Answer> {
  const started = Date.now();
  const lib = request.url.startsWith('https:') ? https : http;
  return new Promise((resolve) => {
    let late = false;
    const done = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    const fail = () => done(failed(stop.aborted ? 'closed' : late ? 'timeout' : 'connection_failed', started));
    const headers = { 'content-length': String(Buffer.byteLength(request.body)), ...request.headers };
    // A kept-alive connection to an app that was killed would fail for a reason Slack's own do not.
    const sent = lib.request(request.url, { method: 'POST', headers, agent: false, signal: stop }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', fail);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        const isJson = (response.headers['content-type'] ?? '').includes('json');
        const status = response.statusCode ?? 0;
        const ok = status >= 200 && status < 300;
        done({
          ok,
          status,
          body: text === '' ? undefined : isJson ? (parseJson(text) ?? text) : text,
          ms: Date.now() - started,
          noRetry: response.headers['x-slack-no-retry'] === '1',
          ...(ok ? {} : { failure: 'http_error' }),
        });
      });
    });
    const timer = setTimeout(() => {
      late = true;
      sent.destroy();
    }, timeoutMs);
    sent.on('error', fail);
    sent.end(request.body);
  });
}

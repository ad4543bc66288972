/** The fetch under Slack's client: size-capped, no redirects, and a Retry-After the client can always read. */
import type { FetchFunction } from '@slack/web-api';
import { type Dispatcher, fetch } from 'undici';
import { readWhole } from '../http/read-body.ts';
import { retryAfter } from '../http/retry-after.ts';

/** conversations.list with 1,000 channels is about 2 MB. */
const LARGEST = 8 * 1024 * 1024;

export function slackFetch(dispatcher: Dispatcher): FetchFunction {
  return async (url, init = {}) => {
    const { method = 'GET', headers: sent = {}, body, signal } = init;
    if (body !== undefined && typeof body !== 'string') throw new TypeError('files are not sent to Slack');
    const answer = await fetch(url, {
      method,
      headers: sent,
      redirect: 'manual',
      dispatcher,
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    const text = await readWhole(answer.body, LARGEST);
    const headers = new Headers([...answer.headers]);
    if (answer.status === 429) {
      const wait = retryAfter(headers.get('retry-after'), headers.get('date'));
      headers.set('retry-after', String(Math.ceil(wait / 1000)));
    }
    return {
      ok: answer.ok,
      status: answer.status,
      statusText: answer.statusText,
      url: answer.url,
      headers,
      text: async () => text,
      json: async () => JSON.parse(text) as unknown,
      arrayBuffer: async () => new TextEncoder().encode(text).buffer as ArrayBuffer,
    };
  };
}

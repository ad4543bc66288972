/**
 * The one door through which text reaches Slack. Only pieces become mentions, dates and links.
 *
 * Blocks get `rich_text`: there text is data, nothing in it is ever parsed, and what a responder copies out of it is
 * byte for byte what was typed (zero-width tricks would break a pasted pod name). Where Slack has only mrkdwn
 * (notifications, context lines) the characters it would act on are replaced by look-alikes.
 */
import type { Piece, Text } from '../lib/text.ts';
import { utc } from '../lib/utc.ts';
import { clean, oneLine } from './clean.ts';

export type RichElement = { readonly type: string; readonly [key: string]: unknown };
export type PlainText = { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };

const USER = /^[UW][A-Z0-9]{1,30}$/;
const GROUP = /^S[A-Z0-9]{1,30}$/;
const CHANNEL = /^[CDG][A-Z0-9]{1,30}$/;

export const isSlackUser = (id: string): boolean => USER.test(id);

const DATE = { time: '{time}', date: '{date_short_pretty} {time}', ago: '{ago}' } as const;

const validTime = (ms: number) => Number.isFinite(ms) && Math.abs(ms) < 8.64e15;

/** Addresses that only ever open a page. */
function web(url: string): string | undefined {
  try {
    const u = new URL(clean(url));
    return (u.protocol === 'https:' || u.protocol === 'http:') && u.href.length <= 2_000 ? u.href : undefined;
  } catch {
    return undefined;
  }
}

/** What a piece is when it cannot be what it claims: its words. */
function words(p: Exclude<Piece, string>): string {
  if ('person' in p) return `@${p.person}`;
  if ('group' in p) return `@${p.group}`;
  if ('channel' in p) return `#${p.channel}`;
  if ('time' in p) return validTime(p.time) ? utc(p.time) : 'an unknown time';
  if ('link' in p) return `${p.label} (${p.link})`;
  return 'code' in p ? p.code : p.bold;
}

function element(p: Piece): RichElement | undefined {
  const text = (s: string, style?: object): RichElement | undefined => {
    const t = clean(s);
    return t === '' ? undefined : { type: 'text', text: t, ...(style ? { style } : {}) };
  };
  if (typeof p === 'string') return text(p);
  if ('person' in p && USER.test(p.person)) return { type: 'user', user_id: p.person };
  if ('group' in p && GROUP.test(p.group)) return { type: 'usergroup', usergroup_id: p.group };
  if ('channel' in p && CHANNEL.test(p.channel)) return { type: 'channel', channel_id: p.channel };
  if ('time' in p && validTime(p.time)) {
    return {
      type: 'date',
      timestamp: Math.floor(p.time / 1000),
      format: DATE[p.as ?? 'time'],
      fallback: utc(p.time),
    };
  }
  if ('link' in p) {
    const url = web(p.link);
    if (url) return { type: 'link', url, text: oneLine(p.label) || url };
  }
  if ('code' in p) return text(p.code, { code: true });
  if ('bold' in p) return text(p.bold, { bold: true });
  return text(words(p));
}

/** Elements of a `rich_text_section`. */
export function toRich(text: Text): RichElement[] {
  return text.flatMap((p) => element(p) ?? []);
}

const LOOKALIKE: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** Untrusted text as mrkdwn that means nothing to Slack. */
function inert(text: string): string {
  return (
    clean(text)
      .replace(/[*_~`]/g, (c) => LOOKALIKE[c] ?? c)
      .replace(/:(?=[a-z0-9_+'-]+:)/gi, '∶')
      // Slack makes links of bare addresses on its own.
      .replaceAll('://', ':∕∕')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  );
}

function mrkdwnPiece(p: Piece): string {
  if (typeof p === 'string') return inert(p);
  if ('person' in p && USER.test(p.person)) return `<@${p.person}>`;
  if ('group' in p && GROUP.test(p.group)) return `<!subteam^${p.group}>`;
  if ('channel' in p && CHANNEL.test(p.channel)) return `<#${p.channel}>`;
  if ('time' in p && validTime(p.time)) {
    return `<!date^${Math.floor(p.time / 1000)}^${DATE[p.as ?? 'time']}|${utc(p.time)}>`;
  }
  if ('link' in p) {
    const url = web(p.link)?.replace(/[|<>]/g, encodeURIComponent).replaceAll('&', '&amp;');
    if (url) return `<${url}|${inert(oneLine(p.label)).replaceAll('|', '¦') || url}>`;
  }
  if ('code' in p) return p.code === '' ? '' : `\`${inert(oneLine(p.code))}\``;
  if ('bold' in p) return p.bold === '' ? '' : `*${inert(oneLine(p.bold))}*`;
  return inert(words(p));
}

/** mrkdwn, for the places where Slack takes nothing else. */
export function toMrkdwn(text: Text): string {
  return text.map(mrkdwnPiece).join('');
}

/** Words only, one line: headers, buttons, labels. `emoji: false` keeps `:fire:` typed text. */
export function toPlain(text: Text | string): string {
  return oneLine(typeof text === 'string' ? text : text.map((p) => (typeof p === 'string' ? p : words(p))).join(''));
}

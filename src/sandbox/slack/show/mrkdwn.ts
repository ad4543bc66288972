/** What Slack would act on in a message: mentions, broadcasts, links. Tests assert that hostile text produced none. */
import { isRecord, type Json, string } from '../json.ts';
import type { Message, View } from '../model/types.ts';

export interface ActiveToken {
  readonly kind: 'broadcast' | 'user' | 'group' | 'channel' | 'link' | 'date' | 'unknown';
  /** `channel` and `here` for broadcasts, an id, an address, or the date in seconds. */
  readonly target: string;
  readonly label?: string;
  /** As written. */
  readonly raw: string;
  /** Where in the message: `text`, `blocks/0/text`, … */
  readonly where: string;
}

const anglePattern = /<([^<>\n]+)>/g;
const barePattern = /https?:\/\/[^\s<>|]+/g;
const markdownLink = /\[([^\]\n]*)\]\(([^)\s]+)\)/g;

/** The tokens of one mrkdwn text. Entities (`&lt;!channel&gt;`) are text; code marks do not disarm a token. */
export function activeTokens(text: string, where = 'text'): ActiveToken[] {
  const angled = [...text.matchAll(anglePattern)].map((m) => readToken(m[0], m[1] ?? '', where));
  const outside = text.replace(anglePattern, ' ');
  const bare = [...outside.matchAll(barePattern)].map(
    (m): ActiveToken => ({ kind: 'link', target: m[0], raw: m[0], where }),
  );
  return [...angled, ...bare];
}

/** The tokens of everything in a message or view that Slack parses. `plain_text` is only text. */
export function activeTokensOf(shown: Message | View): ActiveToken[] {
  if ('content' in shown) return inside(shown.blocks, 'blocks');
  return [...activeTokens(shown.text), ...inside(shown.blocks, 'blocks'), ...inAttachments(shown.attachments)];
}

/** One token, given as written and without its brackets. */
export function readToken(raw: string, inner: string, where = 'text'): ActiveToken {
  const bar = inner.indexOf('|');
  const body = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? {} : { label: inner.slice(bar + 1) };
  const made = (kind: ActiveToken['kind'], target: string): ActiveToken => ({ kind, target, ...label, raw, where });
  const broadcast = body.match(/^!(channel|here|everyone|group)$/);
  if (broadcast) return made('broadcast', broadcast[1] ?? '');
  if (body.startsWith('!subteam^')) return made('group', body.slice('!subteam^'.length));
  if (body.startsWith('!date^')) return made('date', body.split('^')[1] ?? '');
  if (/^@[UW][A-Z0-9]+$/.test(body)) return made('user', body.slice(1));
  if (/^#[CG][A-Z0-9]+$/.test(body)) return made('channel', body.slice(1));
  if (/^[a-z][a-z0-9+.-]*:/i.test(body)) return made('link', body);
  return made('unknown', body);
}

function inside(v: unknown, where: string): ActiveToken[] {
  if (Array.isArray(v)) return v.flatMap((x, i) => inside(x, `${where}/${i}`));
  if (!isRecord(v)) return [];
  const rich = richElement(v, where);
  if (rich) return [rich];
  if (v.type === 'plain_text') return [];
  if (v.type === 'mrkdwn') return activeTokens(string(v.text) ?? '', where);
  const own = v.type === 'markdown' ? inMarkdown(string(v.text) ?? '', where) : [];
  const address = v.type === 'button' && string(v.url) ? [link(string(v.url) ?? '', where)] : [];
  return [...own, ...address, ...Object.entries(v).flatMap(([k, x]) => inside(x, `${where}/${k}`))];
}

function inMarkdown(text: string, where: string): ActiveToken[] {
  const links = [...text.matchAll(markdownLink)].map((m) => ({
    ...link(m[2] ?? '', where),
    label: m[1] ?? '',
    raw: m[0],
  }));
  return [...links, ...activeTokens(text.replace(markdownLink, ' '), where)];
}

function richElement(v: Json, where: string): ActiveToken | undefined {
  const made = (kind: ActiveToken['kind'], target: unknown): ActiveToken => ({
    kind,
    target: String(target),
    raw: JSON.stringify(v),
    where,
  });
  if (v.type === 'user' && v.user_id) return made('user', v.user_id);
  if (v.type === 'usergroup' && v.usergroup_id) return made('group', v.usergroup_id);
  if (v.type === 'channel' && v.channel_id) return made('channel', v.channel_id);
  if (v.type === 'broadcast' && v.range) return made('broadcast', v.range);
  if (v.type === 'link' && v.url) return made('link', v.url);
  return undefined;
}

function inAttachments(attachments: readonly Json[]): ActiveToken[] {
  const fields = ['text', 'pretext', 'title', 'footer'];
  return attachments.flatMap((a, i) => [
    ...fields.flatMap((f) => activeTokens(string(a[f]) ?? '', `attachments/${i}/${f}`)),
    ...(string(a.title_link) ? [link(string(a.title_link) ?? '', `attachments/${i}/title_link`)] : []),
    ...inside(a.blocks, `attachments/${i}/blocks`),
  ]);
}

function link(target: string, where: string): ActiveToken {
  return { kind: 'link', target, raw: target, where };
}

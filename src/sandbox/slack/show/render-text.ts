/** What a person sees of a message or a modal, as plain lines: buttons in [brackets], names for mentions, dates resolved. */
import { shownIn } from '../blocks/form.ts';
import { isRecord, type Json, record, records, string, textOf } from '../json.ts';
import type { Block, FormState, Message, View } from '../model/types.ts';
import type { Workspace } from '../model/workspace.ts';
import { showDate } from './date-token.ts';

export interface ReaderOptions {
  /** @default 'UTC' */
  readonly timeZone?: string;
}

/** The message without its author. Blocks when there are any, else the text. */
export function renderText(message: Message, workspace: Workspace, o: ReaderOptions = {}): string {
  const read = reader(workspace, o);
  const body = message.blocks.length > 0 ? blockLines(message.blocks, read) : [read(message.text)];
  const attached = message.attachments.flatMap((a) =>
    a.blocks ? blockLines(records(a.blocks), read) : [string(a.text) ?? string(a.fallback) ?? ''].map(read),
  );
  const reactions = message.reactions.map((r) => `:${r.name}: ${r.users.length}`).join('  ');
  return [...body, ...attached, reactions].filter((l) => l !== '').join('\n');
}

/** A modal or App Home: title, fields with what they hold, field errors, the submit button. */
export function renderView(view: View, workspace: Workspace, o: ReaderOptions = {}): string {
  const read = reader(workspace, o);
  const { title, submit, close } = view.content;
  const buttons = [submit, close]
    .map(textOf)
    .filter((t) => t !== '')
    .map((t) => `[${t}]`);
  const lines = blockLines(view.blocks, read, view.state, view.errors);
  return [textOf(title), ...lines, view.trouble ?? '', buttons.join(' ')].filter((l) => l !== '').join('\n');
}

/** One mrkdwn text with its tokens resolved and its entities undone. */
export function renderMrkdwn(text: string, workspace: Workspace, o: ReaderOptions = {}): string {
  return reader(workspace, o)(text);
}

type Read = (text: string) => string;

function reader(w: Workspace, { timeZone = 'UTC' }: ReaderOptions): Read {
  const token = (raw: string, inner: string): string => {
    const [body = '', label] = inner.split(/\|(.*)/s);
    if (body.startsWith('@')) return `@${w.people.get(body.slice(1))?.name ?? label ?? body.slice(1)}`;
    if (body.startsWith('#')) return `#${w.channels.get(body.slice(1))?.name ?? label ?? body.slice(1)}`;
    if (body.startsWith('!subteam^')) return `@${w.people.group(body.slice(9))?.handle ?? label ?? 'group'}`;
    if (body.startsWith('!date^')) {
      const [, seconds, format] = body.split('^');
      return Number.isFinite(Number(seconds)) && format
        ? showDate(Number(seconds), format, timeZone, w.ids.now())
        : (label ?? raw);
    }
    if (body.startsWith('!')) return `@${body.slice(1)}`;
    if (!/^[a-z][a-z0-9+.-]*:/i.test(body)) return raw;
    return label && label !== body ? `${label} (${body})` : body;
  };
  return (text) =>
    text
      .replace(/<([^<>\n]+)>/g, (raw, inner: string) => token(raw, inner))
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
}

function blockLines(
  blocks: readonly Block[],
  read: Read,
  state: FormState = {},
  errors: View['errors'] = {},
): string[] {
  return blocks.flatMap((b) => {
    const id = string(b.block_id) ?? '';
    switch (b.type) {
      case 'section': {
        const fields = records(b.fields).map((f) => text(f, read));
        const accessory = b.accessory ? elementText(record(b.accessory), read, state[id]) : '';
        return [[text(b.text, read), accessory].filter((t) => t !== '').join(' '), ...pairs(fields)];
      }
      case 'context':
        return [
          records(b.elements)
            .map((e) => (e.type === 'image' ? '' : text(e, read)))
            .filter((t) => t !== '')
            .join(' · '),
        ];
      case 'actions':
        return [
          records(b.elements)
            .map((e) => elementText(e, read, state[id]))
            .join(' '),
        ];
      case 'header':
        return [text(b.text, read)];
      case 'divider':
        return ['────'];
      case 'image':
        return [`(${string(b.alt_text) ?? 'image'})`];
      case 'input': {
        const error = errors[id] ? ` ⚠ ${errors[id]}` : '';
        return [`${text(b.label, read)}: ${elementText(record(b.element), read, state[id])}${error}`];
      }
      case 'markdown':
        return [read(string(b.text) ?? '')];
      default:
        return [anyText(b, read)];
    }
  });
}

function elementText(e: Json, read: Read, held: FormState[string] = {}): string {
  if (e.type === 'button') return `[${text(e.text, read)}]`;
  if (e.type === 'image') return '';
  if (e.type === 'overflow')
    return `[… ${records(e.options)
      .map((o) => text(o.text, read))
      .join(' | ')}]`;
  const shown = shownIn(held[string(e.action_id) ?? '']);
  if (shown.length > 0) return `[${shown.join(', ')}]`;
  if (e.type === 'radio_buttons' || e.type === 'checkboxes')
    return records(e.options)
      .map((o) => `☐ ${text(o.text, read)}`)
      .join(' ');
  return string(e.type)?.endsWith('select')
    ? `[${textOf(e.placeholder) || 'choose'} ▾]`
    : `[${textOf(e.placeholder) || '…'}]`;
}

function text(v: unknown, read: Read): string {
  const t = textOf(v);
  return record(v).type === 'mrkdwn' ? read(t) : t;
}

/** Fields stand two to a line, as on a wide screen. */
function pairs(fields: readonly string[]): string[] {
  return fields.flatMap((f, i) => (i % 2 === 0 ? [[f, fields[i + 1]].filter(Boolean).join('   ')] : []));
}

/** Rich text and other blocks: their texts in order. */
function anyText(v: unknown, read: Read): string {
  if (Array.isArray(v)) return v.map((x) => anyText(x, read)).join('');
  if (!isRecord(v)) return '';
  if (v.type === 'user') return read(`<@${v.user_id}>`);
  if (v.type === 'channel') return read(`<#${v.channel_id}>`);
  if (v.type === 'usergroup') return read(`<!subteam^${v.usergroup_id}>`);
  if (v.type === 'date') return read(`<!date^${v.timestamp}^${v.format}|${v.fallback}>`);
  if (v.type === 'broadcast') return `@${v.range}`;
  if (v.type === 'link') return string(v.text) ?? string(v.url) ?? '';
  return string(v.text) ?? anyText(v.elements ?? v.text, read);
}

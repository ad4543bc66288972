/** A `markdown` block as the rich text Slack makes of it. Raw HTML and images stay text. */
import type { Json } from '../../control/wire.ts';

type Style = Readonly<Record<'bold' | 'italic' | 'strike', true | undefined>>;
const PLAIN: Style = { bold: undefined, italic: undefined, strike: undefined };

const LIST = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/;

export function richFromMarkdown(text: string): Json {
  const rows = text.split('\n');
  const elements: Json[] = [];
  for (let i = 0; i < rows.length; ) {
    const take = (more: (row: string) => boolean): string[] => {
      const from = i;
      while (i < rows.length && more(rows[i] ?? '')) i += 1;
      return rows.slice(from, i);
    };
    const row = rows[i] ?? '';
    if (/^\s*```/.test(row)) {
      i += 1;
      elements.push(part('preformatted', [{ type: 'text', text: take((r) => !/^\s*```/.test(r)).join('\n') }]));
      i += 1;
    } else if (row.startsWith('>')) {
      elements.push(
        part(
          'quote',
          inline(
            take((r) => r.startsWith('>'))
              .map((r) => r.replace(/^> ?/, ''))
              .join('\n'),
          ),
        ),
      );
    } else if (LIST.test(row)) {
      elements.push(...take((r) => LIST.test(r)).map(listItem));
    } else if (/^#{1,6}\s/.test(row)) {
      i += 1;
      elements.push(part('section', inline(row.replace(/^#+\s+/, ''), { ...PLAIN, bold: true })));
    } else if (row.trim() === '') i += 1;
    else elements.push(part('section', inline(take(isPlainRow).join('\n'))));
  }
  return { type: 'rich_text', elements };
}

const isPlainRow = (row: string): boolean =>
  row.trim() !== '' && !/^(?:\s*```|>|#{1,6}\s)/.test(row) && !LIST.test(row);

const part = (kind: string, elements: readonly Json[]): Json => ({ type: `rich_text_${kind}`, elements });

/** Every item is a list of its own: their numbers and indents are as written. */
function listItem(row: string): Json {
  const [, indent = '', number, text = ''] = LIST.exec(row) ?? [];
  return {
    type: 'rich_text_list',
    style: number === undefined ? 'bullet' : 'ordered',
    indent: Math.floor(indent.length / 2),
    ...(number === undefined ? {} : { offset: Number(number) - 1 }),
    elements: [part('section', inline(text))],
  };
}

const SPAN =
  /`([^`\n]+)`|\[([^\]\n]+)\]\((\S+?)\)|\*\*(?=\S)(.+?)\*\*|~~(?=\S)(.+?)~~|\*(?=\S)([^*\n]+?)\*|(?<!\w)_(?=\S)([^_\n]+?)_(?!\w)/g;

function inline(text: string, style: Style = PLAIN): Json[] {
  const out: Json[] = [];
  let done = 0;
  const words = (s: string, more: object = {}) => {
    if (s) out.push({ type: 'text', text: s, style: { ...style, ...more } });
  };
  for (const m of text.matchAll(SPAN)) {
    const [raw, code, label, url, bold, strike, star, under] = m;
    words(text.slice(done, m.index));
    done = m.index + raw.length;
    if (code !== undefined) words(code, { code: true });
    else if (url !== undefined) out.push({ type: 'link', url, text: label, style });
    else if (bold !== undefined) out.push(...inline(bold, { ...style, bold: true }));
    else if (strike !== undefined) out.push(...inline(strike, { ...style, strike: true }));
    else out.push(...inline(star ?? under ?? '', { ...style, italic: true }));
  }
  words(text.slice(done));
  return out;
}

/** Text as Slack delivers it, back to what the person typed: `<…>` tokens to words, entities to characters, once. */

function token(inner: string): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (target.startsWith('@')) return `@${label || target.slice(1)}`;
  if (target.startsWith('#')) return `#${label || target.slice(1)}`;
  if (target.startsWith('!date^')) return label;
  if (target.startsWith('!subteam^')) return label || '@group';
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  // A host name that Slack turned into a link is what was typed; a link somebody named keeps both.
  if (label === '' || target === label || target.replace(/^(https?:\/\/|mailto:|tel:)/, '') === label)
    return label || target;
  return `${label} (${target})`;
}

const ENTITY: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

export function typedText(text: string): string {
  return text
    .replace(/<([^<>\n]+)>|&(?:lt|gt|amp);/g, (all, inner: string | undefined) =>
      inner === undefined ? (ENTITY[all] ?? all) : token(inner).replace(/&(?:lt|gt|amp);/g, (e) => ENTITY[e] ?? e),
    )
    .replaceAll('\u00A0', ' ');
}

/** What was said to the bot: the text behind its mention, or undefined when it is not mentioned. */
export function saidTo(bot: string | undefined, text: string): string | undefined {
  const mention = bot === undefined ? /<@[UW][A-Z0-9]+(?:\|[^>]*)?>/ : new RegExp(`<@${bot}(?:\\|[^>]*)?>`);
  const m = mention.exec(text);
  return m ? text.slice(m.index + m[0].length).replace(/^[\s:,]+/, '') : undefined;
}

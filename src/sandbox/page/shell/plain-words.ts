/** A message as plain words, for announcements and short previews: no marks, names in place of ids. */

export interface Names {
  readonly person: (id: string) => string | undefined;
  readonly channel: (id: string) => string | undefined;
}

export function plainWords(text: string, names: Names): string {
  return text
    .replace(/<([^<>\n]+)>/g, (_, inner: string) => token(inner, names))
    .replace(/:[a-z0-9_+-]+:/g, ' ')
    .replace(/[*_~`]+(?=\S)|(?<=\S)[*_~`]+/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}

function token(inner: string, names: Names): string {
  const [body = '', label] = inner.split(/\|(.*)/s);
  if (body.startsWith('@')) return `@${names.person(body.slice(1)) ?? label ?? 'somebody'}`;
  if (body.startsWith('#')) return `#${names.channel(body.slice(1)) ?? label ?? 'channel'}`;
  if (body.startsWith('!date^') || body.startsWith('!subteam^')) return label ?? '';
  if (body.startsWith('!')) return `@${body.slice(1)}`;
  return label ?? body;
}

/** At most so many characters, cut between words where one can. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > most / 2 ? space : cut.length).trimEnd()}…`;
}

/**
 * Text for people, made of typed pieces. Strings inside are untrusted by definition; only a piece can become a mention,
 * a date or a link, and only src/views/mrkdwn.ts turns pieces into Slack's markup. Decisions, answers and timeline lines
 * are made of these, so that hostile input never has a second door out.
 */

export type Piece =
  | string
  /** A Slack user id. */
  | { readonly person: string }
  /** A Slack user group id. */
  | { readonly group: string }
  /** A Slack channel id. */
  | { readonly channel: string }
  /** A point in time, milliseconds since the epoch. */
  | { readonly time: number; readonly as?: 'time' | 'date' | 'ago' }
  | { readonly link: string; readonly label: string }
  | { readonly code: string }
  | { readonly bold: string };

export type Text = readonly Piece[];

type Part = Piece | Text | number | undefined;

/** `say\`INC-${42} was acknowledged by ${person('U1')}\`` — interpolated strings stay untrusted pieces. */
export function say(strings: TemplateStringsArray, ...parts: Part[]): Text {
  const out: Piece[] = [];
  strings.forEach((s, i) => {
    if (s) out.push(s);
    const p = parts[i];
    if (p === undefined) return;
    if (typeof p === 'number') out.push(String(p));
    else if (Array.isArray(p)) out.push(...(p as Text));
    else out.push(p as Piece);
  });
  return out;
}

export const person = (id: string): Piece => ({ person: id });
export const group = (id: string): Piece => ({ group: id });
export const channel = (id: string): Piece => ({ channel: id });
export const time = (ms: number, as: 'time' | 'date' | 'ago' = 'time'): Piece => ({ time: ms, as });
export const link = (url: string, label: string): Piece => ({ link: url, label });
export const code = (text: string): Piece => ({ code: text });
export const bold = (text: string): Piece => ({ bold: text });

/** Several texts with a separator between them. */
export function joined(texts: readonly Text[], separator: string): Text {
  return texts.flatMap((t, i) => (i === 0 ? t : [separator, ...t]));
}

/** For logs, exports and PagerDuty: no markup at all. */
export function plain(text: Text): string {
  return text
    .map((p) => {
      if (typeof p === 'string') return p;
      if ('person' in p) return `@${p.person}`;
      if ('group' in p) return `@${p.group}`;
      if ('channel' in p) return `#${p.channel}`;
      if ('time' in p) return new Date(p.time).toISOString();
      if ('link' in p) return `${p.label} (${p.link})`;
      return 'code' in p ? p.code : p.bold;
    })
    .join('');
}

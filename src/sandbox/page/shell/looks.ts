/** How a person is drawn without a picture: initials, and one of a few colours that always is the same for a name. */

/** As many as styles/tokens.css has avatar colours. */
export const AVATAR_COLOURS = 8;

export function initials(name: string): string {
  const words = name
    .replace(/\(.*?\)/g, ' ')
    .split(/[\s._-]+/)
    .filter((w) => w !== '');
  const first = words[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return ([...first][0] ?? '?').concat([...last][0] ?? '').toUpperCase();
}

export function avatarColour(name: string): number {
  let sum = 7;
  for (const c of name) sum = (sum * 31 + (c.codePointAt(0) ?? 0)) % 65_521;
  return sum % AVATAR_COLOURS;
}

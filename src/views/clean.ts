/** What untrusted text loses before anybody sees it: control characters and the tricks that make text look like another. */

/** Direction overrides, isolates and marks, invisible fillers and tags. Not U+200D and U+200C: emoji and scripts need them. */
const HIDDEN = /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point.
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

const shown = (c: string) => `⟨U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Keeps line breaks. Hidden characters become visible, so that an approver sees that somebody tried. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(CONTROL, '')
    .replace(HIDDEN, shown);
}

/** For titles, labels and table cells: one line, runs of white space are one space. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

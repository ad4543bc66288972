/** `(positional)* (key=value)* (--flag)*` in any order, quotes of any keyboard; what is not understood stays text. */

export interface Word {
  readonly value: string;
  /** Where it stands in the text, quotes included. */
  readonly start: number;
  readonly end: number;
}

export interface Args {
  readonly words: readonly Word[];
  /** In the order they were typed; keys are lower case. */
  readonly keys: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
  /** The text from the n-th word on as it was typed, line breaks included, without keys and flags. */
  rest(from: number): string;
  /** The value of the n-th word, lower case, without the punctuation people put behind it. */
  word(n: number): string | undefined;
  /** The same arguments without the first word. */
  shift(): Args;
}

/** Phones turn quotes into these; either end may have been turned. */
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"”“',
  '“': '”"“',
  '„': '“”"',
  '«': '»',
  "'": "'’",
  '‘': "’'",
};

const KEY = /^([a-z][a-z0-9_-]{0,40})=/i;

/** End of a quoted value that begins at `from`, or undefined when the quote is only an apostrophe. */
function closing(text: string, from: number): number | undefined {
  const ends = CLOSING[text[from] ?? ''];
  if (ends === undefined) return undefined;
  for (let i = from + 1; i < text.length; i += 1) {
    if (ends.includes(text[i] ?? '') && (i + 1 === text.length || /\s/.test(text[i + 1] ?? ''))) return i;
  }
  return undefined;
}

function wordEnd(text: string, from: number): number {
  const space = text.slice(from).search(/\s/);
  return space < 0 ? text.length : from + space;
}

/** `—private` is what a phone makes of `--private`; only a known flag is taken for one. */
function flagOf(word: string, known: readonly string[]): string | undefined {
  if (word.startsWith('--')) return /^--[a-z][a-z-]*$/i.test(word) ? word.slice(2).toLowerCase() : undefined;
  const name = word.slice(1).toLowerCase();
  return /^[—–]/.test(word) && known.includes(name) ? name : undefined;
}

function args(text: string, words: readonly Word[], keys: Args['keys'], flags: Args['flags']): Args {
  return {
    words,
    keys,
    flags,
    rest(from) {
      const left = words.slice(from);
      // A title that is quoted as a whole loses its quotes; quotes inside a sentence belong to it.
      if (left.length === 1) return left[0]?.value ?? '';
      return left
        .map((w, i) => {
          const next = left[i + 1];
          if (!next) return text.slice(w.start, w.end);
          const gap = text.slice(w.end, next.start);
          return text.slice(w.start, w.end) + (gap.trim() === '' ? gap : ' ');
        })
        .join('')
        .trim();
    },
    word(n) {
      return words[n]?.value.toLowerCase().replace(/[\s:,.;!?–—-]+$/, '');
    },
    shift() {
      return args(text, words.slice(1), keys, flags);
    },
  };
}

export function readArgs(text: string, knownFlags: readonly string[] = []): Args {
  const words: Word[] = [];
  const keys = new Map<string, string>();
  const flags = new Set<string>();
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const quoted = closing(text, at);
    if (quoted !== undefined) {
      words.push({ value: text.slice(at + 1, quoted), start: at, end: quoted + 1 });
      at = quoted + 1;
      continue;
    }
    let end = wordEnd(text, at);
    const word = text.slice(at, end);
    const key = KEY.exec(word);
    const flag = flagOf(word, knownFlags);
    if (key) {
      const from = at + key[0].length;
      const close = closing(text, from);
      if (close !== undefined) end = close + 1;
      keys.set((key[1] ?? '').toLowerCase(), close === undefined ? text.slice(from, end) : text.slice(from + 1, close));
    } else if (flag !== undefined) {
      flags.add(flag);
    } else {
      words.push({ value: word, start: at, end });
    }
    at = end;
  }
  return args(text, words, keys, flags);
}

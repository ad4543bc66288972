/**
 * Looks at a text's tokens before anything is built from them. The parser recurses: 60 KiB of `{a: {a: ` ends the whole
 * process, not just the call. The lexer does not, so size, depth and everything refused are decided here.
 */
import { CST, Lexer } from 'yaml';
import { type Issue, positionOf } from './issue.ts';

export const MAX_BYTES = 64 * 1024;
export const MAX_DEPTH = 20;
const MAX_TOKENS = 8_000;
/** Blank lines and comments as well: they cost time even though they mean nothing. */
const MAX_LEXED = 30_000;

/** Control characters, byte order marks inside the text, and characters that reverse the direction of what is read. */
const INVISIBLE = /(?![\t\n\r\u0085])[\p{Cc}\ufeff\u202a-\u202e\u2066-\u2069]/u;

const REFUSED: Readonly<Record<string, readonly [message: string, instead: string]>> = {
  anchor: ['anchors (&name) are not read', 'write the value out where it is used'],
  alias: ['aliases (*name) are not read', 'write the value out; for a text that starts with * use quotes'],
  tag: ['tags (!name) are not read', 'leave the tag out; for a text that starts with ! use quotes'],
  'directive-line': ['directives (%…) are not read', 'leave the line out'],
};

/** The first reason not to parse the text, if there is one. */
export function guard(text: string): Issue | undefined {
  if (text.length > MAX_BYTES || Buffer.byteLength(text) > MAX_BYTES) {
    return { line: 1, column: 1, message: `the file is larger than ${MAX_BYTES / 1024} KiB`, instead: 'split it' };
  }
  if (!text.isWellFormed()) {
    return { line: 1, column: 1, message: 'the file is not valid Unicode', instead: 'save it as UTF-8' };
  }
  const invisible = INVISIBLE.exec(text);
  if (invisible) {
    const code = invisible[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    return {
      ...positionOf(text, invisible.index),
      message: `an invisible character (U+${code}) stands here`,
      instead: 'delete it; save the file as UTF-8',
    };
  }
  return tokens(text);
}

function tokens(text: string): Issue | undefined {
  const at = (offset: number, message: string, instead: string): Issue => ({
    ...positionOf(text, offset),
    message,
    instead,
  });
  let offset = 0;
  let count = 0;
  let lexed = 0;
  let flow = 0;
  let dashes = 0;
  let content = false;
  for (const source of new Lexer().lex(text)) {
    const type = CST.tokenType(source);
    if (++lexed > MAX_LEXED) return at(offset, 'the file holds too many lines', 'split it');
    // These say what follows and stand for no character of the text.
    if (type === 'scalar' || type === 'doc-mode' || type === 'flow-error-end') continue;
    const refused = type && REFUSED[type];
    if (refused) return at(offset, ...refused);
    if (type === 'doc-end' || (type === 'doc-start' && content)) {
      return at(offset, 'the file holds more than one document', 'leave out the --- or ... line, or split the file');
    }
    if (type === 'flow-map-start' || type === 'flow-seq-start') flow++;
    if (type === 'flow-map-end' || type === 'flow-seq-end') flow--;
    if (type === 'seq-item-ind' || type === 'explicit-key-ind') dashes++;
    if (type === 'newline') dashes = 0;
    if (flow > MAX_DEPTH || dashes > MAX_DEPTH) {
      return at(offset, `nested deeper than ${MAX_DEPTH} levels`, 'write it flatter');
    }
    if (type !== 'space' && type !== 'newline' && type !== 'comment' && type !== 'byte-order-mark') {
      content = true;
      if (++count > MAX_TOKENS) return at(offset, 'the file holds too many values', 'split it');
    }
    offset += source.length;
  }
  return undefined;
}

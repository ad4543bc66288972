/** The YAML parser's errors in the words of somebody who edits runbooks. */
import type { YAMLError } from 'yaml';
import { type Issue, positionOf } from './issue.ts';

const WORDS: Readonly<Record<string, readonly [message: string, instead: string]>> = {
  TAB_AS_INDENT: ['a tab is used for indentation', 'use two spaces per level'],
  DUPLICATE_KEY: ['this key is written twice', 'keep one of them'],
  NON_STRING_KEY: ['a key must be a plain word', 'write the key as text'],
  BAD_INDENT: ['the indentation does not fit what is above', 'line it up with its neighbours, two spaces per level'],
  BLOCK_AS_IMPLICIT_KEY: ['a second ": " on one line', 'put quotes around the value, or start a new line'],
  MULTILINE_IMPLICIT_KEY: ['a key runs over several lines', 'check the indentation, or quote the value above'],
  MISSING_CHAR: ['something is missing here', 'close the quote or bracket, or write "key: value"'],
  BAD_SCALAR_START: ['a text cannot start with this character', 'put quotes around it'],
  KEY_OVER_1024_CHARS: ['a key is longer than 1024 characters', 'write a shorter key'],
};

export function translate(error: YAMLError, text: string): Issue {
  const offset = error.pos[0];
  const position = positionOf(text, offset);
  const line = text.split('\n', position.line)[position.line - 1] ?? '';
  // `{ replicas: ${{ inputs.n }} }` is the commonest slip: braces inside braces need quotes.
  if (line.includes('${{') && error.code !== 'DUPLICATE_KEY' && error.code !== 'TAB_AS_INDENT') {
    return { ...position, message: 'YAML cannot read this line', instead: 'put quotes around the value: "${{ … }}"' };
  }
  const words = WORDS[error.code];
  if (words) return { ...position, message: words[0], instead: words[1] };
  return { ...position, message: error.message, instead: 'check the punctuation; when in doubt put quotes around it' };
}

/** Every expression of a runbook: inside `${{ }}`, and bare where a condition stands. */
import { expressionsIn } from '../../lib/expression.ts';
import type { WrittenRunbook } from './model.ts';
import { type Text, textsOf } from './texts.ts';

const BARE = ['if', 'expect'];

export const expressionsOf = (paper: WrittenRunbook): readonly Text[] =>
  textsOf(paper).flatMap(({ file, path, text }) => {
    const inside = expressionsIn(text).map(({ source }) => ({ file, path, text: source }));
    return inside.length === 0 && BARE.includes(String(path.at(-1))) ? [{ file, path, text }] : inside;
  });

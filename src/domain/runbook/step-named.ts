/** The step a person means: by its place (`3`), its id, or its name; a word that fits two steps is neither. */
import { joined, say, type Text } from '../../lib/text.ts';
import type { Draft } from './draft.ts';
import { stepsOf } from './locate.ts';
import type { Run, Step } from './model.ts';

const plain = (s: string) =>
  s
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

export function stepNamed(run: Run, typed: string): Step | undefined {
  const all = stepsOf(run);
  const exact = all.find((s) => s.path === typed);
  if (exact) return exact;
  const fits = all.filter((s) => s.id === typed || (plain(typed) !== '' && plain(s.name) === plain(typed)));
  return fits.length === 1 ? fits[0] : undefined;
}

const SHOWN = 12;

/** What to type instead: the steps that are in question, or all. */
export function stepsToName(d: Draft, wanted: (step: Step) => boolean): Text {
  const all = stepsOf(d.run);
  const some = all.filter(wanted);
  const shown = (some.length > 0 ? some : all).slice(0, SHOWN);
  return joined(
    shown.map((s) => say`“${s.path}” ${s.name}`),
    ', ',
  );
}

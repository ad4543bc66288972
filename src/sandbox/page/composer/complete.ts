/** What could be meant by what was typed so far: the candidates for the word the caret stands in. */
import type { WorkspaceSection } from '../../control/wire.ts';
import { argumentCandidates, commandCandidates, typedCommand, verbCandidates } from './complete-command.ts';
import { mentionCandidates } from './complete-mention.ts';

export interface Candidate {
  readonly kind: 'command' | 'verb' | 'severity' | 'word' | 'person' | 'group' | 'channel';
  /** What is put in place of the word, with the space after it where one belongs. */
  readonly insert: string;
  readonly label: string;
  /** Dim beside the label: arguments, a real name. */
  readonly more?: string;
  /** What it is or does, in a sentence. */
  readonly about?: string;
}

export interface Completion {
  /** The part of the text that a candidate takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly Candidate[];
  /** The first candidate is what Enter takes. Otherwise Enter sends, and a candidate must be chosen. */
  readonly eager: boolean;
  /** Name of the list for assistive technology. */
  readonly what: string;
}

export type Known = Pick<WorkspaceSection, 'botUser' | 'people' | 'groups' | 'channels' | 'commands' | 'severities'>;

export function completionAt(text: string, caret: number, known: Known): Completion | undefined {
  const before = text.slice(0, caret);
  const found = mentionCandidates(before, known) ?? commandPart(before, known);
  if (!found || found.candidates.length === 0) return undefined;
  const { word, ...rest } = found;
  const exact = found.candidates.some((c) => c.insert.trim() === word);
  // What is written out already is sent by Enter, not completed once more.
  return { ...rest, eager: rest.eager && !exact, from: caret - word.length, to: caret };
}

export type Found = Omit<Completion, 'from' | 'to'> & { readonly word: string };

function commandPart(before: string, known: Known): Found | undefined {
  const typed = typedCommand(before, known);
  if (!typed) return commandCandidates(before, known);
  return typed.verb === undefined
    ? verbCandidates(typed.command, typed.word)
    : argumentCandidates(typed.command, { ...typed, verb: typed.verb }, known.severities);
}

/** The text with the candidate in place, and where the caret then stands. */
export function completed(text: string, at: Completion, chosen: Candidate): { text: string; caret: number } {
  const after = text.slice(at.to);
  const insert = chosen.insert.endsWith(' ') && after.startsWith(' ') ? chosen.insert.slice(0, -1) : chosen.insert;
  return { text: text.slice(0, at.from) + insert + after, caret: at.from + insert.length };
}

/** What could be meant by what was typed so far: the candidates for the word the caret stands in. */
import type { Candidate, Completion, Found, Known } from './candidate.ts';
import { argumentCandidates, commandCandidates, typedCommand, verbCandidates } from './complete-command.ts';
import { mentionCandidates } from './complete-mention.ts';

export function completionAt(text: string, caret: number, known: Known): Completion | undefined {
  const before = text.slice(0, caret);
  const found = mentionCandidates(before, known) ?? commandPart(before, known);
  if (!found || found.candidates.length === 0) return undefined;
  const { word, ...rest } = found;
  const exact = found.candidates.some((c) => c.insert.trim() === word);
  // What is written out already is sent by Enter, not completed once more.
  return { ...rest, eager: rest.eager && !exact, from: caret - word.length, to: caret };
}

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

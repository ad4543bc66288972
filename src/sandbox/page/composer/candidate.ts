/** What the composer's list holds: candidates for the word the caret stands in. */
import type { WorkspaceSection } from '../../control/wire.ts';

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

export type Found = Omit<Completion, 'from' | 'to'> & { readonly word: string };

/** The reactions one can give here, and how those others gave are drawn. */
import { emojiChar } from '../blocks/emoji.ts';

/** What people in an incident say with one sign: its name in Slack, and the words it has for a screen reader. */
const WORDS: Readonly<Record<string, string>> = {
  '+1': 'thumbs up',
  eyes: 'eyes: looking at it',
  white_check_mark: 'check mark: done',
  pray: 'thanks',
  raised_hands: 'raised hands',
  tada: 'celebration',
  heart: 'heart',
  pushpin: 'pin',
  rotating_light: 'alarm light',
  fire: 'fire',
  warning: 'warning',
  hourglass_flowing_sand: 'hourglass: waiting',
  question: 'question mark',
  '-1': 'thumbs down',
  coffee: 'coffee',
  rocket: 'rocket',
};

export interface Emoji {
  readonly name: string;
  readonly char: string;
  readonly words: string;
}

export const emojiOf = (name: string): Emoji => ({
  name,
  char: emojiChar(name) ?? `:${name}:`,
  words: WORDS[name] ?? name.replaceAll('_', ' '),
});

export const PICKER: readonly Emoji[] = Object.keys(WORDS).map(emojiOf);

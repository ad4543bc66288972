/** What a person sees when we cannot do our work: never silence, and always the way around us. */
import { bold, say, type Text } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { lines } from './blocks.ts';
import { message } from './message.ts';
import { type Phone, phoneLines } from './who.ts';

function byHand(phones: readonly Phone[]): Text[] {
  const numbers = phoneLines(phones);
  return numbers.length > 0
    ? [say`${bold('Page by hand:')}`, ...numbers]
    : [say`${bold('Page by hand:')} no phone numbers are configured, so call whoever you can reach.`];
}

/** The database did not take it. Never says "nothing happened": a reply can be lost after a commit. */
export function notRecordedView(what: string, phones: readonly Phone[]): Message {
  return message(
    lines([
      say`🚨 ${bold('Not recorded:')} ${what}`,
      say`My database does not answer, so assume that ${bold('nobody has been paged')}. Try again in a minute; the same click or command never counts twice.`,
      ...byHand(phones),
    ]),
    say`Not recorded: ${what}. Assume that nobody has been paged; page by hand.`,
  );
}

export function stillWorkingView(what: string, phones: readonly Phone[]): Message {
  return message(
    lines([
      say`⏳ ${bold('Still working on it:')} ${what}`,
      say`The outcome follows here. If nothing follows within half a minute, assume that it was not recorded.`,
      ...byHand(phones),
    ]),
    say`Still working on it: ${what}. The outcome follows here.`,
  );
}

/** A defect of ours. */
export function brokenView(what: string, phones: readonly Phone[]): Message {
  return message(
    lines([
      say`🚨 ${bold('Something is broken on my side:')} ${what}`,
      say`I do not know whether it was done: look with ${{ code: '/incident list' }} before you repeat it.`,
      ...byHand(phones),
    ]),
    say`Something is broken on my side: ${what}.`,
  );
}

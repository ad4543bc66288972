/** What a person reads on the screen, as words: for assertions on what they are told. */
import type { Stage } from '../../../src/app/story/stage.ts';
import type { Message } from '../../../src/sandbox/slack/model/types.ts';
import { words } from '../../support/read-view.ts';

export const read = (m: Message | undefined): string => (m ? words(m) : '');

/** The newest thing said to this person alone in the channel. */
export const toldIn = (stage: Stage, channel: string, who: string): string =>
  read(
    stage.slack
      .as(who)
      .seen(channel)
      .filter((m) => m.onlyFor === who)
      .at(-1),
  );

/** The message as it is now, not as it was when somebody looked. */
export const nowOf = (stage: Stage, m: Message): Message => stage.slack.workspace.messages.get(m.channel, m.ts) ?? m;

/** Everything this person sees in the channel that contains all the words, oldest first, ephemeral answers aside. */
export const posted = (stage: Stage, channel: string, ...all: string[]): Message[] =>
  stage.slack.workspace.messages
    .of(stage.slack.workspace.channel(channel).id)
    .filter((m) => !m.subtype && m.onlyFor === undefined && all.every((w) => (read(m) + m.text).includes(w)));

/** The buttons and menus of a message, by what is written on them. */
export function controls(m: Message): string[] {
  const blocks = m.blocks as readonly { type?: string; elements?: { text?: { text?: string } }[] }[];
  return blocks.flatMap((b) => (b.type === 'actions' ? (b.elements ?? []).map((e) => e.text?.text ?? '') : []));
}

/** Finding what a person would look for on the screen. */
import type { Message } from '../../sandbox/slack/model/types.ts';
import type { Stage } from './stage.ts';

export const textOf = (m: Message): string => JSON.stringify(m.blocks) + m.text;

/** The newest message that `who` sees in the channel and that contains every word. */
export function find(stage: Stage, who: string, channel: string, ...words: string[]): Message | undefined {
  return stage.slack
    .as(who)
    .seen(channel)
    .filter((m) => !m.subtype && words.every((w) => textOf(m).includes(w)))
    .at(-1);
}

/** The channel the bot opened for the incident. */
export function channelOf(stage: Stage, incident: number): string {
  const channel = stage.slack.workspace.channels.all().find((c) => c.name.startsWith(`inc-${incident}-`));
  if (!channel) throw new Error(`INC-${incident} has no channel yet`);
  return channel.name;
}

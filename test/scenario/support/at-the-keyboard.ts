/** Somebody types something in a channel; what they alone are answered. */
import type { Stage } from '../../../src/app/story/stage.ts';
import type { Message } from '../../../src/sandbox/slack/model/types.ts';
import { nowOf, read } from './screen.ts';

const whispers = (stage: Stage, channel: string, who: string) =>
  stage.slack
    .as(who)
    .seen(channel)
    .filter((m) => m.onlyFor === who);

/** What people are told after 2.5 seconds, on a machine that does much else; the outcome follows. */
const STILL = /Still working on it/;

/** `/incident …` and its answer. */
export async function type(stage: Stage, who: string, text: string, channel = 'incidents'): Promise<Message> {
  const before = whispers(stage, channel, who).length;
  const answer = await stage.slack.as(who).command(channel, '/incident', text);
  if (!answer.ok) throw new Error(`Slack shows ${who} that the command failed: ${answer.status} ${answer.failure}`);
  const [said] = whispers(stage, channel, who).slice(before);
  if (!said) throw new Error(`${who} was told nothing about: ${text.slice(0, 80)}`);
  if (!STILL.test(read(said))) return nowOf(stage, said);
  const outcome = (m: Message) => m.onlyFor === who && m.ts >= said.ts && !STILL.test(read(m));
  return stage.slack.as(who).waitFor(outcome, { channel, withinMs: 90_000 });
}

/** The same, as words. */
export const answerTo = async (stage: Stage, who: string, text: string, channel = 'incidents'): Promise<string> =>
  read(await type(stage, who, text, channel));

/** A message to the channel, and the answer that follows it. */
export async function mention(stage: Stage, who: string, text: string, channel: string, threadTs?: string) {
  const before = whispers(stage, channel, who).length;
  const { answers } = await stage.slack.as(who).say(channel, text, threadTs === undefined ? {} : { threadTs });
  if (answers.length === 0 || !answers.every((a) => a.ok)) {
    throw new Error(`the bot did not hear that: ${JSON.stringify(answers)}`);
  }
  const [said] = whispers(stage, channel, who).slice(before);
  if (!said) throw new Error(`${who} was told nothing about: ${text.slice(0, 80)}`);
  return read(said);
}

export const countOf = async (stage: Stage, table: 'incident' | 'run'): Promise<number> =>
  (await stage.query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? 0;

/** Help, generated from what the commands declare about themselves. */
import { bold, code, say, type Text } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { ACTIONS } from './actions.ts';
import { actions, button, context, header, lines } from './blocks.ts';
import { message } from './message.ts';

export interface HelpVerb {
  readonly name: string;
  readonly aliases: readonly string[];
  /** `ack [for 20m] [INC-n]` */
  readonly usage: string;
  readonly summary: string;
  /** `anyone`, or group names. */
  readonly who: string;
  readonly examples: readonly { readonly text: string; readonly means: string }[];
}

export interface HelpTopic {
  /** `/incident` */
  readonly command: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly verbs: readonly HelpVerb[];
}

export function helpView(topic: HelpTopic): Message {
  const also = topic.aliases.length > 0 ? ` (also ${topic.aliases.join(', ')})` : '';
  return message(
    [
      header(`${topic.command}${also}`),
      ...lines([[topic.summary], ...topic.verbs.map((v) => say`${code(`${topic.command} ${v.usage}`)}  ${v.summary}`)]),
      ...actions([button('Declare an incident…', { action: ACTIONS.declareForm, value: '-' })]),
      context(
        say`More: ${code(`${topic.command} help ${topic.verbs[0]?.name ?? ''}`)} · In threads say the same to the bot: ${code('@tocsin ack')}`,
      ),
    ],
    say`Help for ${topic.command}`,
  );
}

export function verbHelpView(topic: HelpTopic, verb: HelpVerb): Message {
  const rows: Text[] = [
    [verb.summary],
    say`${bold('Usage')} ${code(`${topic.command} ${verb.usage}`)}`,
    ...(verb.aliases.length > 0 ? [say`${bold('Also')} ${verb.aliases.join(', ')}`] : []),
    say`${bold('Who may')} ${verb.who}`,
    [bold('Examples')],
    ...verb.examples.map((e) => say`${code(`${topic.command} ${e.text}`)}  ${e.means}`),
  ];
  return message(
    [header(`${topic.command} ${verb.name}`), ...lines(rows)],
    say`Help for ${topic.command} ${verb.name}`,
  );
}

/** Slash commands: `/incident declare p1 API down` → answer after the commit, seen by the person alone. */
import type { AckFn, App, RespondArguments, SlashCommand as SlackCommand } from '@slack/bolt';
import { say } from '../../lib/text.ts';
import type { Message } from '../../ports/chat.ts';
import { problemView } from '../../views/answer-view.ts';
import { callerOf, strange } from './caller.ts';
import type { SlackDeps } from './deps.ts';
import { formFor } from './forms.ts';
import { openForm } from './open-form.ts';
import { type Addressing, formFailed, perform } from './perform.ts';
import { typedText } from './slack-text.ts';
import { converse, type Surface, trouble } from './tell.ts';
import { understand } from './understand.ts';

export const ephemeral = (m: Message): RespondArguments =>
  ({ response_type: 'ephemeral', replace_original: false, text: m.text, blocks: [...m.blocks] }) as RespondArguments;

function surfaceOf(ack: AckFn<RespondArguments>, respond: (m: RespondArguments) => Promise<unknown>): Surface {
  return {
    answer: (m) => ack(ephemeral(m)),
    async later(m) {
      await respond(ephemeral(m));
    },
  };
}

/** What was asked, as a failure message names it. */
const label = (c: SlackCommand): string => `${c.command} ${c.text ?? ''}`.trim().slice(0, 150);

export function onCommand(app: App, deps: SlackDeps): void {
  app.command(/.*/, async ({ command: typed, body, ack, respond, client }) => {
    const odd = strange(deps, body);
    if (odd) {
      deps.log.warn({ team: typed.team_id, user: typed.user_id }, 'a command from a stranger was refused');
      return ack(ephemeral(problemView(odd)));
    }
    const caller = callerOf(deps, body);
    const command = deps.commands.find((c) => c.name === typed.command || c.aliases.includes(typed.command));
    if (!caller || !command) {
      return ack(ephemeral(problemView(say`I do not know ${typed.command}. Nothing was done.`)));
    }
    const surface = surfaceOf(ack, respond);
    const text = typedText(typed.text ?? '');
    const at: Addressing = { command, prefix: typed.command, text };
    const intent = understand(command, text, { catalog: deps.catalog(), prefix: typed.command });
    if (intent.kind !== 'form') {
      return converse(deps, caller, surface, label(typed), () => perform(deps, caller, intent, at));
    }
    // The trigger dies after three seconds: the form comes before everything else.
    const opened = await formFor(deps, caller, intent, (id) => `${at.prefix} ${intent.form} INC-${id}`).catch(
      (e: unknown) => ({
        instead: trouble(deps, label(typed), e),
      }),
    );
    if ('instead' in opened) return surface.answer(opened.instead);
    const shown = await openForm(deps, client, typed.trigger_id, opened.view);
    return shown ? ack() : surface.answer(formFailed(at));
  });
}

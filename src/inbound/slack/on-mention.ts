/** `@tocsin DECLARE P1 - API DOWN`, `@tocsin ack` in a thread: the same verbs where slash commands cannot be typed. */
import type { App } from '@slack/bolt';
import { problemView } from '../../views/answer-view.ts';
import { mentionerOf, strange } from './caller.ts';
import type { SlackDeps } from './deps.ts';
import { perform } from './perform.ts';
import { saidTo, typedText } from './slack-text.ts';
import { converse, tell } from './tell.ts';
import { understandMention } from './understand.ts';

export function onMention(app: App, deps: SlackDeps): void {
  app.event('app_mention', async ({ body }) => {
    const from = mentionerOf(body);
    if (!from) return;
    const { caller } = from;
    const odd = strange(deps, body);
    if (odd) {
      deps.log.warn({ user: caller.user }, 'a mention from a stranger was refused');
      return tell(deps, caller, problemView(odd));
    }
    const said = saidTo(deps.botUser, from.text);
    const command = deps.commands[0];
    if (said === undefined || !command) return;
    const text = typedText(said).trim();
    const prefix = deps.botName ?? '@tocsin';
    const intent = understandMention(deps.commands, text, { catalog: deps.catalog(), prefix });
    const surface = { answer: (m: Parameters<typeof tell>[2]) => tell(deps, caller, m) };
    await converse(deps, caller, surface, `${prefix} ${text}`.slice(0, 150), () =>
      perform(deps, caller, intent, { command, prefix, text }),
    );
  });
}

/** `@tocsin DECLARE P1 - API DOWN`, `@tocsin ack` in a thread: the same verbs where slash commands cannot be typed. */
import type { App } from '@slack/bolt';
import { problemView } from '../../views/answer-view.ts';
import { mentionerOf, strange } from './caller.ts';
import type { SlackDeps } from './deps.ts';
import { perform } from './perform.ts';
import { saidTo, typedText } from './slack-text.ts';
import { converse, tell } from './tell.ts';
import { mentioned, understand } from './understand.ts';

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
    if (said === undefined) return;
    const all = typedText(said).trim();
    const to = mentioned(deps.commands, all);
    if (!to) return;
    const { command, text } = to;
    const bot = deps.botName ?? '@tocsin';
    const prefix = to.named ? `${bot} ${command.name.slice(1)}` : bot;
    const intent = understand(command, text, { catalog: deps.catalog(), prefix });
    const surface = { answer: (m: Parameters<typeof tell>[2]) => tell(deps, caller, m) };
    await converse(deps, caller, surface, `${prefix} ${text}`.slice(0, 150), () =>
      perform(deps, caller, intent, { command, prefix, text }),
    );
  });
}

/** What was understood, done: the same for a slash command and a mention. */
import { groupsFor } from '../../domain/people/model.ts';
import { given } from '../../lib/given.ts';
import { code, say } from '../../lib/text.ts';
import type { Message } from '../../ports/chat.ts';
import { answerView, problemView } from '../../views/answer-view.ts';
import { actOnIncident, actOnRun } from './act.ts';
import type { Caller } from './caller.ts';
import type { Intent, SlashCommand } from './define-command.ts';
import type { SlackDeps } from './deps.ts';
import { show } from './show.ts';
import { decideOn, undoIn } from './verdict.ts';
import { which } from './which.ts';
import { whichRun } from './which-run.ts';

export interface Addressing {
  readonly command: SlashCommand;
  /** `/incident` or `@tocsin`. */
  readonly prefix: string;
  /** What was typed behind it, for the line that names an incident. */
  readonly text: string;
}

/** `ack for 20m` → `/incident ack INC-42 for 20m` */
function withId(at: Addressing, id: string): string {
  const [verb = '', ...rest] = at.text.trim().split(/\s+/);
  return [at.prefix, verb, id, ...rest].join(' ').slice(0, 200);
}

export async function perform(deps: SlackDeps, caller: Caller, intent: Intent, at: Addressing): Promise<Message> {
  switch (intent.kind) {
    case 'problem':
      return problemView(intent.text);
    case 'ask':
      return show(deps, caller, intent, at);
    case 'form':
      return perform(deps, caller, intent.otherwise, at);
    case 'begin': {
      const rights = { needs: groupsFor(deps.catalog(), 'run'), fresh: false };
      const { runbook, inputs, preview } = intent;
      const here = given({ channel: caller.channel });
      const data = { runbook, inputs, ...here, ...given({ preview }) };
      const incident = preview && here.channel ? await deps.reader.incidentByChannel(here.channel) : undefined;
      if (incident && incident.status !== 'resolved') {
        const { channel: _, ...asked } = data;
        return answerView(await actOnIncident(deps, caller, 'run', incident.id, { type: 'incident.run', data: asked }));
      }
      return answerView(await actOnRun(deps, caller, rights, 'new', { type: 'run.ask', data }));
    }
    case 'run':
    case 'verdict':
    case 'undo': {
      const found = await whichRun(deps, intent.on, caller, (id) => withId(at, `R-${id}`));
      if ('instead' in found) return found.instead;
      if (intent.kind === 'verdict') return decideOn(deps, caller, found.run, intent, at.prefix);
      if (intent.kind === 'undo') return undoIn(deps, caller, found.run, intent.step, at.prefix);
      const rights = { needs: groupsFor(deps.catalog(), intent.verb), fresh: false };
      return answerView(await actOnRun(deps, caller, rights, found.run.id, intent.input));
    }
    case 'act': {
      if (intent.on === 'new') return answerView(await actOnIncident(deps, caller, intent.verb, 'new', intent.input));
      const found = await which(deps, intent.on, caller, (id) => withId(at, `INC-${id}`));
      if ('instead' in found) return found.instead;
      return answerView(await actOnIncident(deps, caller, intent.verb, found.incident.id, intent.input));
    }
  }
}

export function formFailed(at: Addressing): Message {
  return problemView(
    say`The form did not open, because Slack did not take it in time. Type it all instead: ${code(`${at.prefix} help`)} shows how. Nothing was done.`,
  );
}

/** Which form opens, and what it already knows. */
import type { Incident } from '../../domain/incident/model.ts';
import { say } from '../../lib/text.ts';
import type { Message } from '../../ports/chat.ts';
import { problemView } from '../../views/answer-view.ts';
import { declareModal } from '../../views/declare-modal.ts';
import type { ModalView } from '../../views/modal.ts';
import { resolveModal } from '../../views/resolve-modal.ts';
import { runModal } from '../../views/run-modal.ts';
import { updateModal } from '../../views/update-modal.ts';
import type { Caller } from './caller.ts';
import type { Intent } from './define-command.ts';
import type { SlackDeps } from './deps.ts';
import { which } from './which.ts';

type Form = Extract<Intent, { kind: 'form' }>;

export type Opened = { readonly view: ModalView } | { readonly instead: Message };

export function updateForm(incident: Incident, caller: Caller, prefill: Form['prefill'] = {}): ModalView {
  return updateModal(incident, prefill, caller.channel);
}

export function resolveForm(incident: Incident, caller: Caller): ModalView {
  return resolveModal(incident, undefined, caller.channel);
}

export function declareForm(deps: SlackDeps, caller: Caller, prefill: Form['prefill'] = {}): ModalView {
  return declareModal(deps.catalog(), prefill, caller.channel ? { channel: caller.channel } : {});
}

export function runForm(
  deps: Pick<SlackDeps, 'catalog'>,
  { channel }: Pick<Caller, 'channel'>,
  incident: number,
  id: string | undefined,
  given: Form['prefill'] = {},
): Opened {
  const runbook = deps.catalog().runbooks.find((r) => r.id === id);
  if (!runbook) return { instead: problemView(say`That runbook is not there any more. Nothing was started.`) };
  return { view: runModal(runbook, { incident, given, ...(channel ? { channel } : {}) }) };
}

/** Declaring asks nothing of the database, so that the form opens whatever state it is in. */
export async function formFor(
  deps: SlackDeps,
  caller: Caller,
  intent: Form,
  line: (id: number) => string,
): Promise<Opened> {
  if (intent.form === 'declare' || intent.on === 'new') return { view: declareForm(deps, caller, intent.prefill) };
  const found = await which(deps, intent.on, caller, line);
  if ('instead' in found) return found;
  if (intent.form === 'run') return runForm(deps, caller, found.incident.id, intent.runbook, intent.prefill);
  return {
    view:
      intent.form === 'update'
        ? updateForm(found.incident, caller, intent.prefill)
        : resolveForm(found.incident, caller),
  };
}

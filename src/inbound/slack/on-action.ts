/** Buttons and menus on cards, in direct messages and in forms. */
import type { App, BlockAction, RespondArguments } from '@slack/bolt';
import { say } from '../../lib/text.ts';
import type { Message } from '../../ports/chat.ts';
import { ACTIONS, type Action, actionOf, readAnswerId, readId, readPick } from '../../views/actions.ts';
import { answerView, problemView } from '../../views/answer-view.ts';
import { planOf } from '../../views/approval-card.ts';
import { glassModal } from '../../views/glass-modal.ts';
import { runLogsModal } from '../../views/run-logs-view.ts';
import { missingInputs } from '../../views/run-modal.ts';
import { answerModal } from '../../views/run-question.ts';
import { type Caller, callerOf, strange } from './caller.ts';
import { click } from './click.ts';
import type { SlackDeps } from './deps.ts';
import { declareForm, resolveForm, runForm, updateForm } from './forms.ts';
import { ephemeral } from './on-command.ts';
import { openForm } from './open-form.ts';
import { cardOf, timelineOf } from './show.ts';
import { converse, type Surface, tell, trouble } from './tell.ts';

type Respond = (m: RespondArguments) => Promise<unknown>;

/** A button has a value, a menu the option that was chosen. */
function chosenIn(body: BlockAction): string | undefined {
  const a = body.actions[0];
  if (a?.type === 'button') return a.value;
  return a?.type === 'static_select' || a?.type === 'overflow' ? a.selected_option?.value : undefined;
}

/** Whispered beside the card; inside a form there is no reply address. */
function surfaceOf(deps: SlackDeps, caller: Caller, ack: () => Promise<void>, respond: Respond | undefined): Surface {
  const out = async (m: Message) => {
    try {
      if (respond) return void (await respond(ephemeral(m)));
    } catch (error) {
      deps.log.info({ err: error }, 'the reply address did not take the answer');
    }
    await tell(deps, caller, m);
  };
  return {
    async answer(m) {
      await ack();
      await out(m);
    },
    later: out,
  };
}

const FORMS: readonly Action[] = [
  ACTIONS.declareForm,
  ACTIONS.update,
  ACTIONS.resolve,
  ACTIONS.answerForm,
  ACTIONS.glassForm,
  ACTIONS.logs,
];

/** A runbook that must be told something is asked for it; any other begins at once. */
function asksFirst(deps: SlackDeps, action: Action, value: string | undefined): boolean {
  const id = action === ACTIONS.runbook ? readPick(value)?.choice : undefined;
  const runbook = id === undefined ? undefined : deps.catalog().runbooks.find((r) => r.id === id);
  return runbook !== undefined && missingInputs(runbook, {}).length > 0;
}

const gone = { instead: problemView(say`This button no longer works. Nothing was done.`) };

async function glassForm(deps: SlackDeps, { card }: Caller, approval: string | undefined) {
  const run = approval === undefined ? undefined : await deps.reader.runByApproval(approval);
  const asked = run && Object.values(run.steps).find((s) => s.approval?.id === approval)?.approval;
  const plan = asked && planOf(asked);
  const { breakGlass } = deps.catalog().changes;
  if (approval === undefined || !plan || !card || asked.status !== 'pending' || !breakGlass) return gone;
  return { view: glassModal(plan, { approval, card, phrase: breakGlass.phrase }) };
}

async function formOf(deps: SlackDeps, caller: Caller, action: Action, value: string | undefined) {
  if (action === ACTIONS.declareForm) return { view: declareForm(deps, caller) };
  if (action === ACTIONS.answerForm) {
    const asked = readAnswerId(value);
    const question = asked && (await deps.reader.run(asked.run))?.steps[asked.step]?.question;
    return asked && question ? { view: answerModal(question, asked, caller.channel) } : gone;
  }
  if (action === ACTIONS.glassForm) return glassForm(deps, caller, value);
  const picked = action === ACTIONS.runbook ? readPick(value) : undefined;
  if (picked) return runForm(deps, caller, picked.id, picked.choice);
  const id = readId(value);
  if (action === ACTIONS.logs) {
    const run = id === undefined ? undefined : await deps.reader.run(id);
    return run ? { view: runLogsModal(run) } : gone;
  }
  const incident = id === undefined ? undefined : await deps.reader.incident(id);
  if (!incident) return gone;
  return { view: action === ACTIONS.update ? updateForm(incident, caller) : resolveForm(incident, caller) };
}

async function work(deps: SlackDeps, caller: Caller, action: Action, value: string | undefined): Promise<Message> {
  if (action === ACTIONS.show || action === ACTIONS.timeline) {
    const id = readId(value);
    const incident = id === undefined ? undefined : await deps.reader.incident(id);
    if (!incident) return problemView(say`That incident is not there.`);
    return action === ACTIONS.show ? cardOf(deps, incident) : timelineOf(deps, incident);
  }
  return answerView(await click(deps, caller, action, value));
}

export function onAction(app: App, deps: SlackDeps): void {
  app.action<BlockAction>({ type: 'block_actions', action_id: /.*/ }, async ({ body, ack, respond, client }) => {
    const action = actionOf(body.actions[0]?.action_id ?? '');
    const caller = callerOf(deps, body);
    // Menus inside forms report every choice; only what is sent counts.
    if (!action || action === ACTIONS.link || !caller) return ack();
    const surface = surfaceOf(deps, caller, () => ack(), body.response_url ? respond : undefined);
    const odd = strange(deps, body);
    if (odd) {
      deps.log.warn({ user: caller.user, action }, 'a click from a stranger was refused');
      return surface.answer(problemView(odd));
    }
    const value = chosenIn(body);
    if (!FORMS.includes(action) && !asksFirst(deps, action, value)) {
      return converse(deps, caller, surface, `your click (${action})`, () => work(deps, caller, action, value));
    }
    const form = await formOf(deps, caller, action, value).catch((e: unknown) => ({
      instead: trouble(deps, `your click (${action})`, e),
    }));
    if ('instead' in form) return surface.answer(form.instead);
    const shown = await openForm(deps, client, body.trigger_id, form.view);
    if (shown) return ack();
    return surface.answer(problemView(say`The form did not open, because Slack did not take it in time. Press again.`));
  });
}

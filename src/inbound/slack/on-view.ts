/** Forms that were sent: mistakes are told inside the form, the outcome in its place. */
import type { App, ViewSubmitAction } from '@slack/bolt';
import type { Verb } from '../../domain/catalog/model.ts';
import { groupsFor } from '../../domain/people/model.ts';
import { fitInput } from '../../domain/runbook/fit-input.ts';
import type { Runbook } from '../../domain/runbook/model.ts';
import type { Answer } from '../../engine/decision.ts';
import { say } from '../../lib/text.ts';
import { LATE, within } from '../../lib/within.ts';
import type { Message } from '../../ports/chat.ts';
import { MODALS, runOfApproval } from '../../views/actions.ts';
import { answerView, isRefusal } from '../../views/answer-view.ts';
import { DECLARE_FIELDS, readDeclare } from '../../views/declare-modal.ts';
import { GLASS_FIELDS, readGlass } from '../../views/glass-modal.ts';
import { cut, LIMITS } from '../../views/limits.ts';
import { type ModalMeta, modalAnswer, readMeta, type Values } from '../../views/modal.ts';
import { toPlain } from '../../views/mrkdwn.ts';
import { RESOLVE_FIELDS, readResolve } from '../../views/resolve-modal.ts';
import { readRunForm } from '../../views/run-modal.ts';
import { ANSWER_FIELDS, readAnswer } from '../../views/run-question.ts';
import { stillWorkingView } from '../../views/trouble-view.ts';
import { readUpdate, UPDATE_FIELDS } from '../../views/update-modal.ts';
import { actOnIncident, actOnRun } from './act.ts';
import { type Caller, callerOf, strange } from './caller.ts';
import type { PersonInput } from './define-command.ts';
import type { SlackDeps } from './deps.ts';
import { tell, trouble } from './tell.ts';

type Errors = Readonly<Record<string, string>>;
/** What is asked, and the field under which a refusal is told. */
type Sent = { readonly act: (caller: Caller) => Promise<Answer>; readonly first: string } | { readonly errors: Errors };

function read(deps: SlackDeps, callback: string, values: Values, meta: ModalMeta): Sent | undefined {
  const onIncident = (verb: Verb, to: number | 'new', first: string, input: PersonInput): Sent => ({
    first,
    act: (caller) => actOnIncident(deps, caller, verb, to, input),
  });
  if (callback === MODALS.declare) {
    const { title, severity, ...rest } = readDeclare(values);
    const first = DECLARE_FIELDS.title;
    if (!title) return { errors: { [first]: 'Say in a few words what is wrong.' } };
    if (!severity) return { errors: { [DECLARE_FIELDS.severity]: 'Choose how bad it is.' } };
    const data = { title, severity, ...rest };
    return onIncident('declare', 'new', first, { type: 'incident.declare', data });
  }
  if (callback === MODALS.answer) return readAnswered(deps, values, meta);
  if (callback === MODALS.glass) return readBroken(deps, values, meta);
  if (meta.incident === undefined) return undefined;
  if (callback === MODALS.run) {
    const runbook = deps.catalog().runbooks.find((r) => r.id === meta.runbook);
    if (!runbook) return undefined;
    const inputs = readRunForm(values, runbook);
    const errors = misfits(runbook, inputs);
    if (Object.keys(errors).length > 0) return { errors };
    const first = runbook.inputs[0]?.name ?? '';
    return onIncident('run', meta.incident, first, { type: 'incident.run', data: { runbook: runbook.id, inputs } });
  }
  if (callback === MODALS.update) {
    const data = readUpdate(values);
    const first = UPDATE_FIELDS.text;
    if (!data.text) return { errors: { [first]: 'Say what has changed, or that nothing has.' } };
    return onIncident('update', meta.incident, first, { type: 'incident.update', data });
  }
  if (callback === MODALS.resolve) {
    const data = readResolve(values);
    const first = RESOLVE_FIELDS.summary;
    if (!data.summary) return { errors: { [first]: 'One sentence is enough.' } };
    return onIncident('resolve', meta.incident, first, { type: 'incident.resolve', data });
  }
  return undefined;
}

/** Told beside the field; the run itself holds every value against its input again. */
function misfits(runbook: Runbook, given: Readonly<Record<string, string>>): Errors {
  return Object.fromEntries(
    runbook.inputs.flatMap((input) => {
      const text = given[input.name];
      const fits = text === undefined ? undefined : fitInput(input, text);
      return fits && 'must' in fits ? [[input.name, cut(`This must be ${fits.must}.`, LIMITS.error)]] : [];
    }),
  );
}

function readAnswered(
  deps: SlackDeps,
  values: Values,
  { run, step, item, answer: place }: ModalMeta,
): Sent | undefined {
  if (run === undefined || step === undefined) return undefined;
  return {
    first: ANSWER_FIELDS.text,
    async act(caller) {
      const given = readAnswer(values);
      const question = (await deps.reader.run(run))?.steps[step]?.question;
      // An answer that is not there is the run's to refuse, with those that are.
      const answer = given.answer ?? (place === undefined ? undefined : question?.answers[place]?.id) ?? '';
      const rights = { needs: groupsFor(deps.catalog(), 'run'), fresh: false };
      const { text } = given;
      const data = { step, answer, ...(text === undefined ? {} : { text }), ...(item === undefined ? {} : { item }) };
      return actOnRun(deps, caller, rights, run, { type: 'step.answered', data });
    },
  };
}

function readBroken(deps: SlackDeps, values: Values, { approval, channel, ts }: ModalMeta): Sent | undefined {
  if (approval === undefined || channel === undefined || ts === undefined) return undefined;
  const { reason, phrase } = readGlass(values);
  return {
    first: GLASS_FIELDS.phrase,
    async act(caller) {
      const run = runOfApproval(approval);
      if (run === undefined)
        return { code: 'refused.stale-form', text: say`This form no longer works. Nothing was done.` };
      const needs = deps.catalog().changes.breakGlass?.from ?? [];
      const data = { approval, reason, phrase, card: { channel, ts } };
      // As for a yes: who left the group an hour ago must not.
      return actOnRun(deps, caller, { needs, fresh: true }, run, { type: 'approval.break-glass', data });
    },
  };
}

const done = (m: Message) => ({ response_action: 'update' as const, view: modalAnswer('Tocsin', m.blocks) });

type Ack = (response: object) => Promise<void>;

export function onView(app: App, deps: SlackDeps): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: /.*/ }, async ({ body, view, ack: bolt }) => {
    // Bolt's types want Slack's view union; ours is checked by Slack and by the contract tests.
    const ack = bolt as unknown as Ack;
    const meta = readMeta(view.private_metadata);
    const base = callerOf(deps, body);
    const odd = strange(deps, body);
    if (odd) {
      deps.log.warn({ user: body.user?.id }, 'a form from a stranger was refused');
      return ack(done(answerView({ code: 'refused.stranger', text: odd })));
    }
    const sent = read(deps, view.callback_id, view.state.values as Values, meta);
    if (!base || !sent) {
      return ack(
        done(answerView({ code: 'refused.stale-form', text: say`This form no longer works. Nothing was done.` })),
      );
    }
    if ('errors' in sent) return ack({ response_action: 'errors', errors: sent.errors });
    const caller = { ...base, ...(meta.channel ? { channel: meta.channel } : {}) };
    const what = `your form (${toPlain(view.callback_id)})`;
    const outcome: Promise<{ answer: Answer } | { trouble: Message }> = sent.act(caller).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ trouble: trouble(deps, what, error) }),
    );
    const first = await within(outcome, deps.answerWithin ?? 2_300);
    if (first !== LATE) {
      if ('trouble' in first) return ack(done(first.trouble));
      if (!isRefusal(first.answer) || first.answer.offers) return ack(done(answerView(first.answer)));
      // What was typed stays in the form, under the reason.
      return ack({
        response_action: 'errors',
        errors: { [sent.first]: cut(toPlain(first.answer.text), LIMITS.error) },
      });
    }
    await ack(done(stillWorkingView(what, deps.phones())));
    const late = await outcome;
    await tell(deps, caller, 'trouble' in late ? late.trouble : answerView(late.answer));
  });
}

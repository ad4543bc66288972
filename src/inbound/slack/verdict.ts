/** Approve, reject and undo, typed: the same Inputs as the buttons, once it is certain which plan or step is meant. */
import { groupsFor } from '../../domain/people/model.ts';
import type { ApprovalState, Run } from '../../domain/runbook/model.ts';
import { stepNamed } from '../../domain/runbook/step-named.ts';
import { code, joined, say, type Text } from '../../lib/text.ts';
import type { Message } from '../../ports/chat.ts';
import { answerView, problemView } from '../../views/answer-view.ts';
import { plansView } from '../../views/plans-view.ts';
import { actOnRun } from './act.ts';
import type { Caller } from './caller.ts';
import type { Intent, RunAsked } from './define-command.ts';
import type { SlackDeps } from './deps.ts';

type Verdict = Extract<Intent, { kind: 'verdict' }>;

const approvalsOf = (run: Run): ApprovalState[] =>
  Object.values(run.steps).flatMap((s) => [...(s.approval ? [s.approval] : []), ...(s.earlier ?? [])]);

/** Enough of a SHA-256 that nobody types another plan's by chance; the card shows as many. */
const ENOUGH = 8;

export async function decideOn(
  deps: SlackDeps,
  caller: Caller,
  run: Run,
  asked: Verdict,
  prefix: string,
): Promise<Message> {
  const { people } = deps.catalog();
  const pending = approvalsOf(run).filter((a) => a.status === 'pending');
  const { plan } = asked;
  // Of an old plan too: the answer is what became of it.
  const named = plan === undefined ? undefined : approvalsOf(run).filter((a) => a.digest.startsWith(plan));
  const sole = pending.length === 1 ? pending[0] : undefined;
  const meant = named?.length === 1 ? named[0] : plan === undefined && !asked.yes ? sole : undefined;
  if (plan !== undefined && (plan.length < ENOUGH || !meant)) {
    return problemView(
      say`R-${run.id} has no plan ${code(plan)}. The card names the plan by its first ${ENOUGH} characters. Nothing was done.`,
    );
  }
  if (!meant) {
    if (pending.length === 0) return problemView(say`R-${run.id} is ${run.status} and waits for no approval.`);
    return plansView(run, pending, { people, line: (a) => `${prefix} ${a}`, yes: asked.yes });
  }
  const from = asked.glass ? (deps.catalog().changes.breakGlass?.from ?? []) : meant.policy.from;
  // Membership is read from Slack now: who left the group an hour ago must not approve.
  return answerView(await actOnRun(deps, caller, { needs: from, fresh: true }, run.id, inputOf(meant.id, asked)));
}

function inputOf(approval: string, { yes, glass, reason }: Verdict): RunAsked {
  if (glass) {
    return { type: 'approval.break-glass', data: { approval, reason: reason ?? '', phrase: glass.phrase } };
  }
  if (yes) return { type: 'approval.approve', data: { approval } };
  return { type: 'approval.reject', data: { approval, ...(reason ? { reason } : {}) } };
}

/** The step that was named, or the only one that can be undone. */
export async function undoIn(
  deps: SlackDeps,
  caller: Caller,
  run: Run,
  typed: string | undefined,
  prefix: string,
): Promise<Message> {
  const able = Object.entries(run.steps).flatMap(([path, s]) => (s.status === 'done' && s.undo ? [path] : []));
  const path = typed === undefined ? (able.length === 1 ? able[0] : undefined) : stepNamed(run, typed)?.path;
  if (path === undefined) {
    const which: Text =
      able.length === 0
        ? say`Nothing that R-${run.id} did can be undone.`
        : joined(
            [
              say`Which step of R-${run.id}?`,
              ...able.map((p) => code(`${prefix} undo R-${run.id} "${p}"`)).map((c) => [c]),
            ],
            ' ',
          );
    return problemView(say`${which} Nothing was done.`);
  }
  const needs = groupsFor(deps.catalog(), 'undo');
  return answerView(
    await actOnRun(deps, caller, { needs, fresh: false }, run.id, { type: 'run.undo', data: { step: path } }),
  );
}

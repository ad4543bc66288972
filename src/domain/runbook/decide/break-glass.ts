/** One person carries a plan out alone: written who and why, told widely, and looked into by somebody else. */
import { storable } from '../../../lib/json.ts';
import { bold, say, type Text } from '../../../lib/text.ts';
import type { BreakGlass } from '../../approval/model.ts';
import type { Catalog } from '../../catalog/model.ts';
import { mention, nameGroups } from '../../people/model.ts';
import { pendingFor } from '../approvals.ts';
import { carryOut } from '../carry-out.ts';
import type { Decided, Draft } from '../draft.ts';
import { homeName } from '../home.ts';
import type { Clicker } from '../inputs.ts';
import type { ApprovalState, Plan } from '../model.ts';
import { cut } from '../output.ts';
import { askers } from '../requester.ts';
import { incidentOf } from '../scope.ts';
import { deny, personOf, type Refused } from '../who.ts';

type Asked = {
  readonly approval: string;
  readonly reason: string;
  readonly phrase: string;
  readonly card?: { channel: string; ts: string };
} & Clicker;

const SHORTEST_REASON = 10;
const MOST_REMINDERS = 7;
const REMIND_EVERY = 86_400_000;

/** Undefined where this is not a way out of such an incident. */
export function glassFor(d: Draft): BreakGlass | undefined {
  const glass = d.catalog.changes.breakGlass;
  const severity = String(incidentOf(d.run).severity ?? '');
  return glass && (glass.severities.length === 0 || glass.severities.includes(severity)) ? glass : undefined;
}

export function breakGlass(d: Draft, asked: Asked): Decided | Refused {
  const found = pendingFor(d, asked);
  if ('refused' in found) return found;
  const { step, approval } = found;
  const no = (code: string, text: Text) => deny(d, asked, approval.id, code, text);
  const glass = glassFor(d);
  if (!glass) {
    const may = nameGroups(d.catalog, approval.policy.from);
    return no('no-break-glass', say`The policy lets nobody act alone here. Members of ${may} can approve: ask them.`);
  }
  if (!glass.from.some((g) => asked.groups.includes(g))) {
    const may = nameGroups(d.catalog, glass.from);
    return no('not-permitted', say`You may not break the glass. Members of ${may} may: ask one of them.`);
  }
  if (asked.phrase.trim() !== glass.phrase) return no('phrase', say`Type exactly this: ${glass.phrase}`);
  const reason = cut(storable(asked.reason), 500).trim();
  if (reason.length < SHORTEST_REASON)
    return no('reason', say`Say in a sentence why it cannot wait for a second person.`);
  const by = personOf(d.catalog, asked.person);
  const requester = askers(d.run, step.path).some((a) => personOf(d.catalog, a) === by);
  const { digest } = approval;
  const reviewBy = d.now + glass.review.within;
  d.emit({ type: 'approval.glass-broken', step: step.path, digest, by, reason, requester, reviewBy });
  carryOut(d, step);
  d.timer(`glass/${digest.slice(0, 16)}/0`, reviewBy, 'approval.review-due', { step: step.path, digest });
  const { summary } = JSON.parse(approval.plan) as Plan;
  const whose = requester ? say`their own plan` : say`a plan`;
  const reviewers = nameGroups(d.catalog, glass.review.by);
  tellAll(
    d,
    glass,
    say`🚨 ${bold('Break-glass')} in ${homeName(d.run)}, R-${d.self.id}: ${mention(d.catalog, by)} carries out ${whose} without approval: ${summary}. Reason: ${reason}. ${reviewers}: look into it and press Reviewed on its card.`,
  );
  const text = say`The glass is broken: it is carried out now, everybody is told, and ${reviewers} will look into it.`;
  return d.decision({ code: 'glass-broken', text, ref: d.self });
}

/** Into the incident's channels, and to whoever the policy names. */
function tellAll(d: Draft, { tell }: BreakGlass, text: Text): void {
  d.say(text);
  if (tell.channel !== undefined) d.notice({ channel: tell.channel }, text);
  for (const person of new Set(tell.people.flatMap((target) => slackOf(d.catalog, target)))) d.notice({ person }, text);
}

function slackOf(catalog: Catalog, target: string): readonly string[] {
  const [kind, name = ''] = target.split(':');
  const role = Object.hasOwn(catalog.roles, name) ? catalog.roles[name] : undefined;
  const ids = kind === 'role' ? (role?.people ?? []) : [name];
  return catalog.people.filter((p) => ids.includes(p.id)).map((p) => p.slack);
}

/** The approval that was stood in for, wherever it is by now, and its step. */
function brokenOf(d: Draft, is: (a: ApprovalState) => boolean) {
  for (const [path, s] of Object.entries(d.run.steps)) {
    for (const a of [...(s.approval ? [s.approval] : []), ...(s.earlier ?? [])])
      if (a.glass && is(a)) return { path, digest: a.digest, glass: a.glass };
  }
  return undefined;
}

export function reviewed(d: Draft, asked: { approval: string } & Clicker): Decided | Refused {
  const found = brokenOf(d, (a) => a.id === asked.approval);
  const no = (code: string, text: Text) => deny(d, asked, asked.approval, code, text);
  if (!found) return no('no-glass', say`There is nothing to look into here.`);
  const { path, digest, glass } = found;
  if (glass.reviewed) return no('reviewed', say`${mention(d.catalog, glass.reviewed.by)} has looked into it already.`);
  const by = personOf(d.catalog, asked.person);
  const groups = d.catalog.changes.breakGlass?.review.by ?? [];
  const may = groups.length === 0 ? say`a policy with breakGlass` : nameGroups(d.catalog, groups);
  if (by === glass.by) return no('own-review', say`Somebody else must look into it: a member of ${may}.`);
  if (!groups.some((g) => asked.groups.includes(g)))
    return no('not-permitted', say`You may not sign this off. It takes ${may}.`);
  d.emit({ type: 'approval.reviewed', step: path, digest, by });
  d.cancel(`glass/${digest.slice(0, 16)}/${glass.reminded}`);
  return d.decision({ code: 'reviewed', text: say`Noted: you have looked into it.`, ref: d.self });
}

/** Nobody has looked into it yet: told again, once a day, for a week. */
export function reviewDue(d: Draft, due: { step: string; digest: string }): Decided {
  const found = brokenOf(d, (a) => a.digest === due.digest);
  const policy = d.catalog.changes.breakGlass;
  if (!found || found.glass.reviewed) return { events: [] };
  d.emit({ type: 'approval.review-due', step: found.path, digest: due.digest });
  const reminded = found.glass.reminded + 1;
  const whom = policy ? nameGroups(d.catalog, policy.review.by) : say`Somebody`;
  const text = say`⏰ Nobody has looked into the broken glass of ${homeName(d.run)}, R-${d.self.id} yet (${found.glass.reason}). ${whom}: press Reviewed on its card.`;
  if (policy) tellAll(d, policy, text);
  else d.say(text);
  if (reminded < MOST_REMINDERS) {
    const name = `glass/${due.digest.slice(0, 16)}/${reminded}`;
    d.timer(name, d.now + REMIND_EVERY, 'approval.review-due', { step: found.path, digest: due.digest });
  }
  return d.decision();
}

/** Finds the approval behind a button, and says why it is not to be decided on any more. */

import { say, type Text, time } from '../../lib/text.ts';
import { mention, mentions } from '../people/model.ts';
import type { Draft } from './draft.ts';
import { isEnded } from './evolve.ts';
import type { Clicker } from './inputs.ts';
import { actionAt } from './locate.ts';
import type { ActionStep, ApprovalState } from './model.ts';
import { deny, type Refused } from './who.ts';

export interface Pending {
  readonly step: ActionStep;
  readonly approval: ApprovalState;
}

interface Click extends Clicker {
  readonly approval: string;
  readonly card?: { readonly channel: string; readonly ts: string };
}

/** What became of a plan that is not waiting any more. */
function became(d: Draft, a: ApprovalState): { code: string; text: Text } {
  const by = mentions(
    d.catalog,
    a.by.map((b) => b.person),
  );
  switch (a.status) {
    case 'approved':
    case 'used':
      if (a.glass)
        return {
          code: 'approved',
          text: say`${mention(d.catalog, a.glass.by)} broke the glass; it is carried out once.`,
        };
      return { code: 'approved', text: say`This plan was already approved by ${by}; it is carried out once.` };
    case 'rejected': {
      const who = a.rejectedBy === undefined ? say`somebody` : mention(d.catalog, a.rejectedBy);
      return { code: 'rejected', text: say`This plan was already rejected by ${who}. Nothing was changed.` };
    }
    case 'expired':
      return { code: 'expired', text: say`This request lapsed at ${time(a.expiresAt)}. Nothing was changed.` };
    case 'void':
    case 'pending': {
      const why = a.voided ?? 'what it was made on is no longer so';
      return { code: 'void', text: say`This plan is void: ${why}. Nothing was changed.` };
    }
  }
}

/** The approval while it can be decided on; otherwise why not, and what to do instead. */
export function pendingFor(d: Draft, click: Click): Pending | Refused {
  const no = (code: string, text: Text, offers?: Parameters<typeof deny>[5]) =>
    deny(d, click, click.approval, code, text, offers);
  if (!click.approval.startsWith(`${d.self.id}.`)) {
    return no('other-run', say`This button belongs to another run than R-${d.self.id}. Use the card in its channel.`);
  }
  for (const [path, state] of Object.entries(d.run.steps)) {
    const old = state.earlier?.find((a) => a.id === click.approval);
    if (old) {
      const { code, text } = became(d, old);
      return no(code, say`${text} The plan changed: decide on its newest card.`);
    }
    const { approval } = state;
    const step = actionAt(d.run, path);
    if (!step || !approval || approval.id !== click.approval) continue;
    const again = [{ action: 'step.replan', value: `${d.self.id}:${path}`, label: 'Plan again' }];
    if (approval.status !== 'pending') {
      const { code, text } = became(d, approval);
      if (code !== 'expired' || isEnded(d.run)) return no(code, text);
      return no(code, say`${text} Plan it again to ask anew.`, again);
    }
    if (isEnded(d.run) || d.run.stopping) return no('ended', say`R-${d.self.id} is over. Nothing was changed.`);
    if (d.run.incidentEnded !== undefined) {
      return no('incident-ended', say`Nothing is changed any more: ${d.run.incidentEnded}.`);
    }
    if (d.run.paused) {
      const by = mention(d.catalog, d.run.paused.by);
      return no('paused', say`${by} paused R-${d.self.id}: resume it first, then decide.`);
    }
    if (d.run.status !== 'waiting' || state.status !== 'approving') {
      return no('not-waiting', say`R-${d.self.id} does not wait for this approval now.`);
    }
    if (d.now >= approval.expiresAt) {
      const text = say`This request lapsed at ${time(approval.expiresAt)}. Nothing was changed. Plan it again to ask anew.`;
      return no('expired', text, again);
    }
    const { card } = approval;
    if (card && click.card && (card.channel !== click.card.channel || card.ts !== click.card.ts)) {
      return no('copy', say`This is a copy of the card. Decide on the original in the incident's channel.`);
    }
    return { step, approval };
  }
  return no(
    'unknown-approval',
    say`There is no such approval in R-${d.self.id}. The plan changed: use its newest card.`,
  );
}

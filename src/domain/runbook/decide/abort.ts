/** A person stops the run. What is being carried out at that moment is waited for and told as it is. */
import { storable } from '../../../lib/json.ts';
import { say } from '../../../lib/text.ts';
import { account } from '../account.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';
import type { Clicker } from '../inputs.ts';
import { cut } from '../output.ts';
import { stop } from '../stop.ts';
import { deny, denyVerb, personOf, type Refused } from '../who.ts';

export function abort(d: Draft, asked: { reason: string } & Clicker): Decided | Refused {
  const name = `R-${d.self.id}`;
  const denied = denyVerb(d, 'abort', 'abort runs', name, asked);
  if (denied) return denied;
  if (isEnded(d.run)) return deny(d, asked, name, 'ended', say`${name} is ${d.run.status} already.`);
  if (d.run.stopping) return deny(d, asked, name, 'stopping', say`${name} is being aborted already.`);
  stop(d, personOf(d.catalog, asked.person), cut(storable(asked.reason) || 'no reason given', 300));
  const text = isEnded(d.run)
    ? say`${name} is aborted. ${account(d.run) || 'It had changed nothing.'} What was done stays done; steps can be undone one by one.`
    : say`No further step begins. ${account(d.run)} ${name} ends with what is under way.`;
  return d.decision({ code: 'aborted', text, ref: d.self });
}

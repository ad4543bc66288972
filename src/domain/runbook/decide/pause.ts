/** A person holds the run, or lets it go on: what has begun ends as it would, and nothing new begins until then. */

import { storable } from '../../../lib/json.ts';
import { say } from '../../../lib/text.ts';
import { mention } from '../../people/model.ts';
import { advance } from '../advance.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';
import type { Clicker } from '../inputs.ts';
import { cut } from '../output.ts';
import { deny, denyVerb, personOf, type Refused } from '../who.ts';

export function pause(d: Draft, asked: { reason?: string } & Clicker): Decided | Refused {
  const name = `R-${d.self.id}`;
  const no = (code: string, text: ReturnType<typeof say>) => deny(d, asked, name, code, text);
  const denied = denyVerb(d, 'pause', 'pause runs', name, asked);
  if (denied) return denied;
  if (isEnded(d.run)) return no('ended', say`${name} is ${d.run.status} already.`);
  if (d.run.stopping) return no('stopping', say`${name} is being aborted already.`);
  if (d.run.paused) return no('paused', say`${mention(d.catalog, d.run.paused.by)} paused ${name} already.`);
  const reason = cut(storable(asked.reason ?? '').trim(), 300);
  d.emit({ type: 'run.paused', by: personOf(d.catalog, asked.person), ...(reason ? { reason } : {}) });
  return d.decision({
    code: 'paused',
    ref: d.self,
    text: say`${name} is paused: no further step begins until somebody resumes it. What is under way is waited for.`,
  });
}

export function resume(d: Draft, asked: { reason?: string } & Clicker): Decided | Refused {
  const name = `R-${d.self.id}`;
  const denied = denyVerb(d, 'pause', 'resume runs', name, asked);
  if (denied) return denied;
  if (!d.run.paused) return deny(d, asked, name, 'not-paused', say`${name} is not paused: it is ${d.run.status}.`);
  const reason = cut(storable(asked.reason ?? '').trim(), 300);
  d.emit({ type: 'run.resumed', by: personOf(d.catalog, asked.person), ...(reason ? { reason } : {}) });
  advance(d);
  return d.decision({ code: 'resumed', ref: d.self, text: say`${name} goes on.` });
}

/** Where cards stand in chat, as the workers report it. */
import type { Decided, Draft } from '../draft.ts';

interface Posted {
  readonly channel: string;
  readonly ts: string;
}

export function carded(d: Draft, { channel, ts }: Posted): Decided {
  if (d.run.card?.ts !== ts || d.run.card.channel !== channel) d.emit({ type: 'run.carded', channel, ts });
  return d.decision();
}

export function approvalCarded(d: Draft, told: Posted & { step: string; digest: string }): Decided {
  const { step, digest, channel, ts } = told;
  const { approval, earlier } = d.step(step);
  const known = [...(earlier ?? []), ...(approval ? [approval] : [])].find((a) => a.digest === digest);
  if (known && known.card?.ts !== ts) d.emit({ type: 'approval.carded', step, digest, channel, ts });
  return d.decision();
}

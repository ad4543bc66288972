/** I-13, I-14, I-22: nothing is left to do, nothing waits for an incident that is over, nothing is of two incidents. */
import { type Breach, type Check, type EffectRow, type Evidence, incidentsOf, runsOf } from './evidence.ts';

const OVER = ['done', 'dead', 'cancelled', 'unknown'];

const saidToHaveFailed = (e: Evidence, f: EffectRow): boolean =>
  e.aggregates
    .filter((a) => a.kind === 'run' && a.id === f.ofId)
    .some((a) => a.entries.some((t) => t.type === 'step.failed' && t.request === f.key));

export const effects: Check = (e) => {
  const out: Breach[] = [];
  const incidents = new Map(incidentsOf(e).map((i) => [i.id, i.state]));
  const runs = new Map(runsOf(e).map((r) => [r.id, r.state]));
  for (const f of e.effects) {
    const { ofKind, ofId, payload } = f;
    const about = ofKind === 'incident' ? payload.incident : payload.run;
    if (typeof about === 'number' && about !== ofId) {
      out.push({ invariant: 'I-22', what: `${f.key} of ${ofKind}/${ofId} is about ${about}` });
    }
    // Who waits for a look at a vendor that is away is told so on the run's card, after a few tries; and where no plan could
    // be made after a choice, is asked to choose again.
    const told = f.kind === 'step.read' || f.kind === 'step.plan';
    const failed = runs.get(ofId)?.steps[String(payload.step)]?.status === 'failed' || saidToHaveFailed(e, f);
    if (f.status === 'dead' && !(told && failed))
      out.push({ invariant: 'I-13', what: `${f.key} was given up: ${f.lastError}` });
    if (f.status === 'unknown')
      out.push({ invariant: 'I-13', what: `${f.key}: nobody knows whether it happened (${f.lastError})` });
    if (OVER.includes(f.status)) continue;
    const over =
      ofKind === 'incident'
        ? incidents.get(ofId)?.status === 'resolved'
        : ['done', 'failed', 'aborted'].includes(runs.get(ofId)?.status ?? '');
    if (f.kind !== 'input')
      out.push({ invariant: 'I-13', what: `${f.key} is still ${f.status} (${f.lastError ?? 'never tried'})` });
    else if (over) {
      const { type } = payload as { type?: string };
      out.push({
        invariant: 'I-14',
        what: `a timer ${type ?? ''} still waits for ${ofKind}/${ofId}, which is over: ${f.key}`,
      });
    }
  }
  return out;
};

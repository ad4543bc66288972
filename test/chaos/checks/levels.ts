/** I-3, I-14 while an incident is open: at rest, no level whose time has come is still waiting. Judged by the policy alone. */
import type { Incident } from '../../../src/domain/incident/model.ts';
import type { World } from '../world.ts';
import type { Breach } from './evidence.ts';

/** Time goes on while this looks: what became due a moment ago may still be under way (spec RQ-01). Milliseconds. */
const GRACE = 5_000;

export async function levels(w: World): Promise<Breach[]> {
  const rows = await w.query<{ id: number; state: Incident; now: number }>(
    'select id::int as id, state, ms(app_now()) as now from incident where open',
  );
  return rows.flatMap(({ id, state, now }) =>
    state.policy.levels.flatMap((rule): Breach[] => {
      const level = state.levels.find((l) => l.level === rule.level);
      if (!rule.after || level?.status !== 'pending') return [];
      const due = state.since + rule.after.ms;
      // An acknowledgement may have stopped the first clock, or set it back.
      const counts = rule.after.clock === 'unresolved' || state.firstAckAt === undefined;
      if (!counts || now < due + GRACE) return [];
      return [
        { invariant: 'I-3', what: `level ${rule.level} of INC-${id} was due ${now - due} ms ago and still waits` },
      ];
    }),
  );
}

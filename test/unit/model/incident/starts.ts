/** Where the trees begin: what an incident may be like when something else happens to it. */

import { pass } from './commands.ts';
import { ADA } from './happenings.ts';
import type { Severity } from './matrices.ts';
import type { Scene, Stage } from './stage.ts';

const MINUTE = 60_000;

export interface Start {
  readonly name: string;
  of(stage: Stage): Scene;
}

const declared = (stage: Stage, severity: Severity): Scene => stage.step(stage.empty(), { does: 'declare', severity });

function paged(stage: Stage, severity: Severity): Scene {
  const s = declared(stage, severity);
  return [...s.world.pages.keys()].reduce(
    (at, target) => stage.step(at, { does: 'took', anybody: true, target, generation: 1 }),
    s,
  );
}

function resolved(stage: Stage): Scene {
  const s = pass(stage, paged(stage, 'p1'), 3 * MINUTE);
  return stage.step(stage.step(s, { does: 'update', by: ADA, public: true }), { does: 'resolve', by: ADA });
}

export const STARTS: readonly Start[] = [
  { name: 'just declared p1', of: (stage) => declared(stage, 'p1') },
  { name: 'just declared p3', of: (stage) => declared(stage, 'p3') },
  { name: 'p2, everybody paged', of: (stage) => paged(stage, 'p2') },
  {
    name: 'p3, acked by Ada for ten minutes',
    of: (stage) => stage.step(pass(stage, paged(stage, 'p3'), 2 * MINUTE), { does: 'ack', by: ADA, ms: 10 * MINUTE }),
  },
  { name: 'p3, level 3 reached', of: (stage) => pass(stage, paged(stage, 'p3'), 16 * MINUTE) },
  { name: 'p4, after an hour', of: (stage) => pass(stage, paged(stage, 'p4'), 60 * MINUTE) },
  { name: 'resolved', of: resolved },
  {
    name: 'reopened',
    of: (stage) => stage.step(pass(stage, resolved(stage), 9 * MINUTE), { does: 'reopen', by: ADA }),
  },
];

/** Two escalation policies, each told twice: to the product as the YAML people write, to the model as plain facts. */
import type { Catalog } from '../../../../src/domain/catalog/model.ts';
import { shippedCatalog, withPolicy } from '../../../support/shipped-catalog.ts';

export type Severity = 'p1' | 'p2' | 'p3' | 'p4';

export interface Rung {
  readonly level: number;
  readonly page: readonly string[];
  /** Besides paging. */
  readonly acts?: readonly ('outage' | 'customers')[];
  /** Without it: at declaration. */
  readonly after?: { readonly clock: 'unacknowledged' | 'unresolved'; readonly ms: number };
  readonly atOnce?: readonly Severity[];
  readonly only?: readonly Severity[];
}

export interface Matrix {
  readonly name: string;
  readonly rungs: readonly Rung[];
  /** How long an acknowledgement holds by itself. */
  readonly lease: number;
  readonly catalog: Catalog;
}

const minutes = (n: number) => n * 60_000;
const unacknowledged = (n: number) => ({ clock: 'unacknowledged', ms: minutes(n) }) as const;
const unresolved = (n: number) => ({ clock: 'unresolved', ms: minutes(n) }) as const;

/** The seed's matrix (004_adcb18f331fabb83.txt, “Escalation Matrix”), which ships. */
export const SEED: Matrix = {
  name: 'the seed’s matrix',
  lease: minutes(20),
  rungs: [
    { level: 1, page: ['oncall:architect'] },
    { level: 2, page: ['role:manager', 'role:lead-engineer'], after: unacknowledged(5), atOnce: ['p1', 'p2'] },
    { level: 3, page: ['role:director', 'role:vp-engineering'], after: unresolved(15) },
    { level: 4, page: [], after: unresolved(30), only: ['p1'], acts: ['outage', 'customers'] },
  ],
  catalog: shippedCatalog(),
};

/** Everything a policy may say: targets in several levels, conditions on both clocks, actions below the top. */
export const RICH: Matrix = {
  name: 'a policy with everything in it',
  lease: minutes(10),
  rungs: [
    { level: 1, page: ['oncall:architect'] },
    { level: 2, page: ['role:manager'], only: ['p1'], acts: ['customers'] },
    { level: 3, page: ['role:lead-engineer', 'role:manager'], after: unacknowledged(5), atOnce: ['p1', 'p2'] },
    { level: 4, page: ['role:director'], after: unacknowledged(12), only: ['p1', 'p2', 'p3'] },
    { level: 5, page: ['role:vp-engineering'], after: unresolved(15) },
    { level: 6, page: ['role:director'], after: unresolved(20), only: ['p1', 'p2'], acts: ['outage', 'customers'] },
    { level: 7, page: ['role:devops-lead', 'role:director'], after: unresolved(40) },
  ],
  catalog: withPolicy(`critical:
  ackLease: 10m
  levels:
    - level: 1
      page: [oncall:architect]
    - level: 2
      if: "incident.severity == 'p1'"
      page: [role:manager]
      do: [notify-customers]
    - level: 3
      after: { unacknowledged: 5m }
      immediately: "incident.rank <= 2"
      page: [role:lead-engineer, role:manager]
    - level: 4
      after: { unacknowledged: 12m }
      if: "incident.severity != 'p4'"
      page: [role:director]
    - level: 5
      after: { unresolved: 15m }
      page: [role:vp-engineering]
    - level: 6
      after: { unresolved: 20m }
      if: "incident.rank <= 2"
      page: [role:director]
      do: [declare-outage, notify-customers]
    - level: 7
      after: { unresolved: 40m }
      page: [role:devops-lead, role:director]
`),
};

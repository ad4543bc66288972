/**
 * Bugs that were planted on purpose: a checker that does not see them would not see ours. Each is a small change of the
 * product's sources, and a mistake somebody could make.
 */
import type { Change } from './product-copy.ts';

export interface PlantedBug {
  readonly name: string;
  readonly what: string;
  readonly changes: readonly Change[];
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'no fence',
    what: 'a worker that was frozen may still write what came of its work',
    changes: [
      {
        file: 'src/engine/write.ts',
        from: "le.id is null or le.fence <> s.fence or le.status <> 'leased'",
        to: 'le.id is null',
      },
    ],
  },
  {
    name: 'no order in a lane',
    what: 'an acknowledgement may overtake the page it is about',
    changes: [
      {
        file: 'src/engine/claims.ts',
        from: /and not exists \(\s+select 1 from effect p where p\.lane = e\.lane and p\.id < e\.id and p\.status in \('ready', 'leased'\)\)/,
        to: '',
      },
      {
        file: 'src/engine/claims.ts',
        from: "p.lane = l.lane and p.status in ('ready', 'leased') order by p.id limit 1) head",
        to: "p.lane = l.lane and p.status = 'ready' order by p.id desc limit 1) head",
      },
      {
        file: 'src/engine/write.ts',
        from: "where o.lane = x.lane and o.status in ('ready', 'leased')",
        to: 'where false',
      },
    ],
  },
  {
    name: 'no inbox',
    what: 'what is delivered twice happens twice',
    changes: [
      { file: 'src/engine/loaded.ts', from: 'for (const s of row.seen ?? []) {', to: 'for (const s of []) {' },
      {
        file: 'src/engine/write.ts',
        from: 'join held using (n)),\n   ag as (',
        to: 'join held using (n) on conflict do nothing),\n   ag as (',
      },
    ],
  },
  {
    name: 'only the bell',
    what: 'what is due is begun when a job says so, and never looked for',
    changes: [
      {
        file: 'src/engine/worker.ts',
        from: /this\.#moreDue = true;/,
        to: '',
      },
    ],
  },
  {
    name: 'the dead keep their work',
    what: 'leases of killed workers are left to themselves',
    changes: [
      {
        file: 'src/engine/claims.ts',
        from: "where e.status = 'leased' and (e.lease_until < t.now or not exists (",
        to: "where e.status = 'leased' and false and (e.lease_until < t.now or not exists (",
      },
    ],
  },
  {
    name: 'settled in memory',
    what: 'what became of an effect is not written down',
    changes: [
      {
        file: 'src/engine/worker.ts',
        from: 'told = await this.#o.settle(performed);',
        to: "told = c.kind === 'chat.line' ? { held: true } : await this.#o.settle(performed);",
      },
    ],
  },
  {
    name: 'wall clock',
    what: 'decisions are dated by the clock of the machine they are made on',
    changes: [
      {
        file: 'src/engine/commit-loop.ts',
        from: 'decideGroup(aggregate, held, ref, pendings, now,',
        to: 'decideGroup(aggregate, held, ref, pendings, Date.now(),',
      },
    ],
  },
  {
    name: 'a key per try',
    what: 'a page that is sent again opens another alert',
    changes: [
      {
        file: 'src/outbound/page.ts',
        from: 'dedupKey: page.dedupKey,',
        to: 'dedupKey: `${page.dedupKey}${process.hrtime.bigint()}`.slice(0, 255),',
      },
    ],
  },
  {
    name: 'an ack stops nothing',
    what: 'levels on the first clock fire although somebody is on it',
    changes: [
      {
        file: 'src/domain/incident/escalation.ts',
        from: "if (rule.after?.clock !== 'unacknowledged' || state?.status !== 'pending' || state.dueAt === undefined)",
        to: 'if (rule)',
      },
      {
        file: 'src/domain/incident/escalation.ts',
        from: /if \(rule\.after\.clock === 'unacknowledged' && isAcked\(d\.incident, d\.now\)\)\s+return;/,
        to: '',
      },
    ],
  },
  {
    name: 'unescaped words',
    what: 'what a person typed calls everybody',
    changes: [{ file: 'src/views/mrkdwn.ts', from: ".replaceAll('<', '&lt;')", to: '' }],
  },
  {
    name: 'yes to oneself',
    what: 'who asked for a change may approve it',
    changes: [
      {
        file: 'src/domain/runbook/decide/approve.ts',
        from: 'if (!policy.requester && askers',
        to: 'if (false && askers',
      },
    ],
  },
  {
    name: 'drift ignored',
    what: 'an approved change is carried out on a cluster that moved',
    changes: [
      {
        file: 'src/domain/runbook/steps/deployment-change.ts',
        from: /if \(differs\.length > 0\)\s+return \{ kind: 'drifted', moved: differs \};/,
        to: '',
      },
    ],
  },
];

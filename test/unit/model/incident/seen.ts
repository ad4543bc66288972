/** The product's incident and what it asks of the outside, in the words the model uses. */
import type { IncidentInput } from '../../../../src/domain/incident/inputs.ts';
import type { Incident } from '../../../../src/domain/incident/model.ts';
import type { EffectSpec, Input } from '../../../../src/engine/decision.ts';
import type { Happening } from './happenings.ts';

/** The beginning of time: the model counts from there. */
export const START = Date.UTC(2026, 10, 21, 3, 0, 0);
const since = (ms: number): number => ms - START;

export function seen(i: Incident | undefined): string {
  if (!i) return 'nothing';
  const open = i.status !== 'resolved';
  let line = `${i.severity} ${i.status} g${i.generation} since ${since(i.since)}`;
  if (open && i.ack) line += ` | ${i.ack.by} until ${since(i.ack.until)}`;
  for (const l of i.levels) {
    const due = open && l.status === 'pending' ? l.dueAt : undefined;
    line += ` | ${l.level} ${l.status}${due === undefined ? '' : ` @${since(due)}`}`;
  }
  for (const p of Object.values(i.pages)) line += ` | ${p.target} ${p.status} by ${p.level}`;
  if (i.nextUpdateAt !== undefined) line += ` | update @${since(i.nextUpdateAt)}`;
  if (i.window !== undefined) line += ' | window';
  if (i.outage) line += ' | outage';
  if (i.customersNotifiedAt !== undefined) line += ' | customers know';
  for (const r of i.runs) line += ` | run ${r.run} ${r.status === 'running' ? 'under way' : 'over'}`;
  return line;
}

/** A timer that the product armed and did not take back. */
export interface Alive {
  readonly key: string;
  readonly dueAt: number;
  readonly input: IncidentInput;
  readonly happening: Happening;
  /** As the model names it. */
  readonly name: string;
}

function firing(input: IncidentInput): Happening | undefined {
  switch (input.type) {
    case 'level.due':
      return { does: 'level', level: input.data.level };
    case 'ack.lapsed':
      return { does: 'lapse' };
    case 'update.due':
      return { does: 'remind' };
    case 'window.closed':
      return { does: 'window' };
    case 'page.overdue':
      return { does: 'tell', target: input.data.target };
    default:
      return undefined;
  }
}

export function aliveOf(e: EffectSpec): Alive | undefined {
  if (e.kind !== 'input') return undefined;
  const input = e.payload as unknown as IncidentInput;
  const happening = firing(input);
  if (!happening) return undefined;
  const dueAt = since(e.dueAt ?? 0);
  const what = 'level' in happening ? ` ${happening.level}` : 'target' in happening ? ` ${happening.target}` : '';
  return { key: e.key, dueAt, input, happening, name: `${happening.does}${what} @${dueAt}` };
}

/** What is asked of PagerDuty, of customers and of runs; nothing for what only shows. */
export function actOf(e: EffectSpec): string | undefined {
  switch (e.kind) {
    case 'page.trigger':
    case 'page.acknowledge':
    case 'page.resolve':
      return `${e.kind.slice(5)} ${(e.payload as { target: string }).target}`;
    case 'page.look-up':
      return `look up ${(e.payload as { target: string }).target}`;
    case 'chat.announce':
      return 'announce';
    case 'input': {
      const { type, to } = e.payload as unknown as Input;
      if (type === 'run.start') return 'start run';
      return type === 'run.incident-ended' ? `end run ${to.id}` : undefined;
    }
    default:
      return undefined;
  }
}

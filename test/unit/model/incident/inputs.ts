/** A happening as the product is told of it. */
import type { Target } from '../../../../src/domain/catalog/model.ts';
import type { IncidentInput } from '../../../../src/domain/incident/inputs.ts';
import type { Happening, Person } from './happenings.ts';

type Data<T extends IncidentInput['type']> = Extract<IncidentInput, { type: T }>['data'];
type Told = { [T in IncidentInput['type']]: readonly [type: T, data: Data<T>] }[IncidentInput['type']];

const by = (p: Person) => ({ by: p.slack, groups: p.may ? ['responders'] : [] });
const paged = (h: { target: string; generation: number }) => ({
  target: h.target as Target,
  generation: h.generation,
});
const rang = (h: { target: string; generation: number; by?: Person }) => ({
  dedupKey: `tocsin:INC-42:g${h.generation}:${h.target}`,
  ...(h.by?.pagerduty === undefined ? {} : { by: h.by.pagerduty }),
});

function told(h: Happening): Told {
  switch (h.does) {
    case 'declare':
      return ['incident.declare', { severity: h.severity, title: 'API down', by: 'U0ADA', groups: [] }];
    case 'ack':
      return ['incident.ack', { ...(h.ms === undefined ? {} : { forMs: h.ms }), ...by(h.by) }];
    case 'severity':
      return ['incident.severity', { severity: h.to, ...by(h.by) }];
    case 'state':
      return ['incident.state', { status: h.to, ...by(h.by) }];
    case 'reopen':
      return ['incident.state', { status: 'reopened', ...by(h.by) }];
    case 'resolve':
      return ['incident.resolve', by(h.by)];
    case 'join':
      return ['incident.join', by(h.by)];
    case 'update': {
      const next = h.next === undefined ? {} : { nextMs: h.next };
      return [
        'incident.update',
        { text: 'looking', ...next, ...(h.public ? { audience: 'public' } : {}), ...by(h.by) },
      ];
    }
    case 'escalate':
      return ['incident.escalate', { to: h.to, ...by(h.by) }];
    case 'run':
      return ['incident.run', { runbook: h.known ? 'architect/api-completely-down' : 'no/such', ...by(h.by) }];
    case 'began':
      return ['run.began', { run: h.run, runbook: 'architect/api-completely-down', name: 'API' }];
    case 'moved':
      return ['run.moved', { run: h.run, status: 'done' }];
    case 'chat':
      if (h.what === 'opened') return ['chat.opened', { channel: 'C0INC42', name: 'inc-42' }];
      if (h.what === 'failed') return ['chat.failed', { what: 'The channel', reason: 'name_taken' }];
      return ['chat.carded', { surface: 'announce', channel: 'C0X', ts: '1.1' }];
    case 'took':
      return ['page.settled', { ...paged(h), action: 'trigger', people: h.anybody ? ['grace'] : [] }];
    case 'silenced':
      return ['page.settled', { ...paged(h), action: 'acknowledge', people: [] }];
    case 'closed':
      return ['page.settled', { ...paged(h), action: 'resolve', people: [] }];
    case 'looked':
      return ['page.looked-up', { ...paged(h), people: h.anybody ? ['grace'] : [] }];
    case 'refused':
      return ['page.failed', { ...paged(h), reason: 'pagerduty.400', permanent: true }];
    case 'stuck':
      return ['page.failed', { ...paged(h), action: h.action, reason: 'pagerduty.400', permanent: true }];
    case 'rings':
      return ['pager.event', { event: 'triggered', ...rang(h) }];
    case 'acked there':
      return ['pager.event', { event: 'acknowledged', ...rang(h) }];
    case 'resolved there':
      return ['pager.event', { event: 'resolved', ...rang(h) }];
    case 'level':
    case 'lapse':
    case 'remind':
    case 'window':
    case 'tell':
    case 'echo':
      throw new Error(`${h.does} is a timer: its input is what the product armed`);
  }
}

/** `n` makes it another happening than the one before. */
export function inputOf(h: Happening, n: number): IncidentInput {
  const [type, data] = told(h);
  const person = 'by' in data && typeof data.by === 'string' && !('dedupKey' in data);
  const from = person
    ? { actor: `slack:${data.by}`, source: 'slack', key: `slack:T1:${n}` }
    : { actor: 'worker', source: 'worker', key: `worker:${n}` };
  return { type, to: { kind: 'incident', id: 42 }, ...from, data } as unknown as IncidentInput;
}

/** incident.*: what a person would type as `/incident …`, as steps; the incident's own rules answer. */
import { z } from 'zod';
import { duration, text } from '../../../lib/yaml/fields.ts';
import { STATUSES } from '../../incident/model.ts';
import type { TellKind } from '../step-kind.ts';
import { assignee as target } from './ask-kind.ts';
import { ANSWER, tellKind } from './tell-kind.ts';

const reason = text(300).optional();
const severity = z.string().trim().min(1).max(40);

const declare = tellKind({
  name: 'incident.declare',
  summary: 'Declares another incident: its people are paged at once.',
  params: z.strictObject({ severity, title: text(200), service: text(80).optional() }),
  offers: { outputs: ANSWER, incident: true },
  examples: [
    { means: 'The second service is down, too', params: { severity: 'p1', title: 'The backup region is down' } },
  ],
  tell: (p) => ({ incident: { type: 'incident.declare', verb: 'declare', data: { ...p, separate: true } } }),
});

const setSeverity = tellKind({
  name: 'incident.severity',
  summary: "Changes the incident's severity; the levels of its policy are looked at again.",
  params: z.strictObject({ severity, reason }),
  offers: { shorthand: 'severity', outputs: ANSWER, incident: true },
  examples: [{ means: 'It is worse than it seemed', params: { severity: 'p1', reason: 'data is being lost' } }],
  tell: (data) => ({ incident: { type: 'incident.severity', verb: 'severity', data } }),
});

const status = tellKind({
  name: 'incident.status',
  summary: "Changes the incident's status.",
  params: z.strictObject({ status: z.enum(STATUSES), reason }),
  offers: { shorthand: 'status', outputs: ANSWER, incident: true },
  examples: [{ means: 'We know what it is', params: { status: 'identified' } }],
  tell: (data) => ({ incident: { type: 'incident.state', verb: 'state', data } }),
});

const update = tellKind({
  name: 'incident.update',
  summary: "Posts an update from the organisation's template, and promises the next one.",
  params: z.strictObject({
    text: text(2_000),
    next: duration({ min: 60_000 }).optional(),
    eta: text(80).optional(),
    audience: z.enum(['internal', 'public']).default('internal'),
  }),
  offers: { shorthand: 'text', outputs: ANSWER, incident: true },
  examples: [{ means: 'To customers', params: { text: 'We have found the cause.', next: '30m', audience: 'public' } }],
  tell: ({ next, ...data }) => ({
    incident: {
      type: 'incident.update',
      verb: 'update',
      data: { ...data, ...(next === undefined ? {} : { nextMs: next }) },
    },
  }),
});

const escalate = tellKind({
  name: 'incident.escalate',
  summary: "Goes to a level of the incident's policy at once.",
  params: z.strictObject({ to: z.union([z.literal('next'), z.int().min(1).max(20)]).default('next'), reason }),
  offers: { shorthand: 'to', outputs: ANSWER, incident: true },
  examples: [{ means: 'The next level', params: { to: 'next', reason: 'the rollback failed' } }],
  tell: (data) => ({ incident: { type: 'incident.escalate', verb: 'escalate', data } }),
});

const page = tellKind({
  name: 'incident.page',
  summary: 'Pages somebody: whoever is on call, who holds a role, or one person.',
  params: z.strictObject({ target, reason }),
  offers: { shorthand: 'target', outputs: ANSWER, incident: true },
  examples: [{ means: 'The security lead', params: { target: 'role:security-lead', reason: 'a key was leaked' } }],
  tell: (data) => ({ incident: { type: 'incident.page', verb: 'escalate', data } }),
});

export const incidentSteps: readonly TellKind[] = [declare, setSeverity, status, update, escalate, page];

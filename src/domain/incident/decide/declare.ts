/** Somebody pulls the alarm: everything that follows is written with it. */
import type { Context, Decision, Refusal } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { bold, joined, say } from '../../../lib/text.ts';
import { type Catalog, findService, findSeverity } from '../../catalog/model.ts';
import { severityOf } from '../../catalog/service-model.ts';
import { permitted } from '../../people/model.ts';
import type { Draft } from '../draft.ts';
import { startEscalation } from '../escalation.ts';
import type { IncidentEvent } from '../events.ts';
import type { By, Declare } from '../inputs.ts';
import { optional, typed } from '../typed.ts';
import { openChannel } from './chat.ts';
import { notPermitted, runbooksFor, severityFacts, unknownSeverity } from './look-up.ts';
import { promiseUpdate } from './update.ts';

type Decided = Decision<IncidentEvent> | Refusal<IncidentEvent>;

/** Within this time a second declaration for the service is asked to join (spec: reliability, decision on ST-05). */
export const DUPLICATE_WINDOW = 120_000;
const LONGEST_TITLE = 140;
/** As much as one request can bring: what somebody typed in need is kept whole. */
const LONGEST_TEXT = 65_536;
export const WINDOW_TIMER = 'window';

export function declare(d: Draft, asked: Declare & By, context: Context<Catalog>): Decided {
  const { catalog } = d;
  if (!permitted(catalog, 'declare', asked.groups)) return notPermitted(catalog, 'declare', 'declare an incident');
  const found = findSeverity(catalog, asked.severity);
  if (!found) return unknownSeverity(catalog, asked.severity);
  const service = findService(catalog, asked.service ?? catalog.defaultService);
  if (!service) {
    const known = catalog.services.map((s) => s.name).join(', ');
    return refuse('unknown-service', say`There is no service “${typed(asked.service ?? '', 60)}”. Known: ${known}.`);
  }
  const severity = severityOf(catalog, service.name, found);
  const policy = catalog.policies[service.policy];
  if (!policy) throw new Error(`service ${service.name} names the policy ${service.policy}, which did not load`);
  const whole = typed(asked.title.replace(/\s+/g, ' '), LONGEST_TEXT);
  if (!whole) {
    return refuse('no-title', say`What is wrong? Add a few words: /incident declare ${severity.name} API down`);
  }
  const held = context.guardHeldBy;
  if (held) {
    const id = held.id;
    return refuse(
      'duplicate',
      say`INC-${id} was declared for ${service.title} less than two minutes ago. Join it, or add --separate if this is another problem.`,
      { ref: held, offers: [{ action: 'incident.join', value: String(id), label: `Join INC-${id}` }] },
    );
  }
  const title = typed(whole, LONGEST_TITLE);
  d.emit({
    type: 'incident.declared',
    id: context.self.id,
    by: asked.by,
    title,
    ...(title === whole ? {} : { description: whole }),
    ...severityFacts(severity),
    service: service.name,
    serviceTitle: service.title,
    ...optional('impact', asked.impact, 500),
    ...optional('customers', asked.customers, 40),
    policy,
    runbooks: runbooksFor(catalog, service.name, severity.name),
    ...(asked.separate ? {} : { window: `service:${service.name}` }),
  });
  startEscalation(d);
  if (!asked.separate) d.timer(WINDOW_TIMER, d.now + DUPLICATE_WINDOW, 'window.closed', {});
  const incident = context.self.id;
  openChannel(d);
  promiseUpdate(d);
  const paged = Object.values(d.incident.pages).map((p) => p.target);
  const short =
    title === whole ? [] : say` The title was cut to ${LONGEST_TITLE} characters; the whole text is in the timeline.`;
  const paging =
    paged.length > 0
      ? say` Paging ${joined(
          paged.map((t) => say`${bold(t)}`),
          ', ',
        )} now.`
      : say` Nobody is paged for this severity.`;
  return d.decision({
    code: 'declared',
    ref: context.self,
    text: say`Declared ${bold(`INC-${incident}`)} ${severity.label}: ${title}.${paging} Its channel is being opened.${short}`,
  });
}

export function join(d: Draft, asked: By): Decided {
  const { id } = d.incident;
  if (!d.incident.responders.includes(asked.by)) d.emit({ type: 'incident.joined', by: asked.by });
  // Also who left the channel and wants back.
  d.invite([asked.by]);
  return d.decision({
    code: 'joined',
    ref: { kind: 'incident', id },
    text: say`You joined INC-${id} ${d.incident.title}.`,
  });
}

export function closeWindow(d: Draft): Decided {
  if (d.incident.window !== undefined) d.emit({ type: 'window.closed' });
  return d.decision();
}

/** Pages: trigger, acknowledge and resolve of one alert, in the order of its lane, always with the same key. */
import type { Catalog } from '../domain/catalog/model.ts';
import { linksOf } from '../domain/catalog/service-model.ts';
import type { Incident, Page } from '../domain/incident/model.ts';
import type { PagePayload } from '../domain/incident/paging.ts';
import { type EffectHandler, handlerOf, type Outcome, type Result } from '../engine/effect.ts';
import type { OnCall, Responder } from '../ports/on-call.ts';
import type { PageRequest, Pager } from '../ports/pager.ts';
import { incidentNow } from './chat-deps.ts';
import { attempt } from './translate-fault.ts';

export interface PageDeps {
  readonly pager: Pager;
  readonly onCall: OnCall;
  readonly catalog: () => Catalog;
}

type Action = 'trigger' | 'acknowledge' | 'resolve';

const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;

function request(
  i: Incident,
  page: Page,
  people: readonly Responder[],
  statusPage: string | undefined,
): Omit<PageRequest, 'routingKey'> {
  return {
    dedupKey: page.dedupKey,
    summary: `${i.severityLabel} ${i.serviceTitle}: ${i.title} (INC-${i.id})`,
    severity: SEVERITIES[Math.min(Math.max(i.severityRank, 1), 4) - 1] ?? 'info',
    source: 'tocsin',
    details: {
      incident: `INC-${i.id}`,
      level: page.level,
      target: page.target,
      why: page.reason,
      policy: i.policy.name,
      service: i.serviceTitle,
      status: i.status,
      ...(i.impact ? { impact: i.impact } : {}),
      ...(i.channel ? { slack_channel: `#${i.channel.name}` } : {}),
      ...(statusPage ? { status_page: statusPage } : {}),
      responders: people.map(({ name, email }) => ({ name, ...(email ? { email } : {}) })),
    },
  };
}

/** Reached by an earlier attempt whose reply we lost: PagerDuty's webhook said so meanwhile (case PD-07). */
const CAME_BACK: readonly Page['status'][] = ['confirmed', 'acknowledged', 'resolved'];

/** The page as it is now; nothing when the incident was reopened since, and pages with keys of its own. */
function pageNow(incident: Incident | undefined, p: PagePayload): Page | undefined {
  const page = incident?.pages[p.target];
  return page?.generation === p.generation ? page : undefined;
}

function settled(p: PagePayload, action: Action, people: readonly Responder[], routingKey: string | undefined): Result {
  const data = { target: p.target, generation: p.generation, action, people: people.map((x) => x.id) };
  const to = { kind: 'incident', id: p.incident };
  return { type: 'page.settled', to, data: { ...data, routingKey: routingKey ?? null } };
}

const FROZEN: Outcome = { kind: 'again', reason: 'this worker was frozen; its lease may be over' };

const withKey = (routingKey: string | undefined) => (routingKey === undefined ? {} : { routingKey });

function pageHandler(action: Action, d: PageDeps): EffectHandler {
  return handlerOf<PagePayload>({
    kind: `page.${action}`,
    async run(effect, io): Promise<Outcome> {
      const p = effect.payload;
      return attempt(effect, async () => {
        const incident = await incidentNow(io, p.incident);
        const page = pageNow(incident, p);
        if (action !== 'trigger') {
          // The way the trigger went, also when the organisation's files name another key by now (case PD-12).
          const sentWith = p.routingKey ?? page?.routingKey;
          const routingKey =
            sentWith === undefined ? (await d.onCall.who(p.target, io.now())).routingKey : (sentWith ?? undefined);
          if (!io.ours()) return FROZEN;
          await d.pager[action]({ dedupKey: p.dedupKey, ...withKey(routingKey) });
          return { kind: 'done', result: settled(p, action, [], routingKey) };
        }
        if (!incident || !page || incident.status === 'resolved') return { kind: 'done' };
        const { people, routingKey } = await d.onCall.who(p.target, io.now());
        if (!(effect.doubt && CAME_BACK.includes(page.status))) {
          if (!io.ours()) return FROZEN;
          await d.pager.trigger({
            ...request(incident, page, people, linksOf(d.catalog(), incident.service).statusPage),
            ...withKey(routingKey),
          });
        }
        return { kind: 'done', result: settled(p, action, people, routingKey) };
      });
    },
    gaveUp(effect, _why, reason) {
      const { incident, target, generation } = effect.payload;
      const data = { target, generation, action, reason, permanent: true };
      return { type: 'page.failed', to: { kind: 'incident', id: incident }, data };
    },
  });
}

/** Who would have been woken: they are told in Slack, because PagerDuty does not take the page. */
const lookUpHandler = ({ onCall }: PageDeps) =>
  handlerOf<PagePayload>({
    kind: 'page.look-up',
    async run(effect, io): Promise<Outcome> {
      const { incident, target, generation } = effect.payload;
      return attempt(effect, async () => {
        const { people } = await onCall.who(target, io.now());
        const data = { target, generation, people: people.map((x) => x.id) };
        return { kind: 'done', result: { type: 'page.looked-up', to: { kind: 'incident', id: incident }, data } };
      });
    },
    gaveUp: () => undefined,
  });

export const pageHandlers = (d: PageDeps): EffectHandler[] => [
  ...(['trigger', 'acknowledge', 'resolve'] as const).map((action) => pageHandler(action, d)),
  lookUpHandler(d),
];

/** Questions: what is shown when nothing is to be changed. */
import { linksOf } from '../../domain/catalog/service-model.ts';
import { describe } from '../../domain/incident/describe.ts';
import type { IncidentEvent } from '../../domain/incident/events.ts';
import { incident as incidentRef } from '../../domain/incident/inputs.ts';
import type { Incident } from '../../domain/incident/model.ts';
import { bold, code, say, type Text } from '../../lib/text.ts';
import type { Message } from '../../ports/chat.ts';
import { ACTIONS, pick } from '../../views/actions.ts';
import { problemView } from '../../views/answer-view.ts';
import { actions, lines, select } from '../../views/blocks.ts';
import { contactsView } from '../../views/contacts-view.ts';
import { headlineCard, titleOf } from '../../views/headline-card.ts';
import { helpView, verbHelpView } from '../../views/help-view.ts';
import { listView } from '../../views/list-view.ts';
import { message } from '../../views/message.ts';
import { timelineView } from '../../views/timeline-view.ts';
import type { Caller } from './caller.ts';
import type { Intent, SlashCommand } from './define-command.ts';
import { nearest } from './define-command.ts';
import type { SlackDeps } from './deps.ts';
import { helpTopic } from './help-topic.ts';
import { showRuns } from './show-runs.ts';
import { which } from './which.ts';

export type Question = Extract<Intent, { kind: 'ask' }>;

export function cardOf(deps: SlackDeps, incident: Incident): Message {
  const catalog = deps.catalog();
  const { people, severities } = catalog;
  return headlineCard(incident, {
    people,
    severities,
    links: linksOf(catalog, incident.service),
    phones: deps.phones(),
  });
}

export async function timelineOf(deps: SlackDeps, incident: Incident): Promise<Message> {
  const { entries, total } = await deps.reader.timeline(incidentRef(incident.id), 40);
  return timelineView(entries, {
    title: titleOf(incident),
    people: deps.catalog().people,
    total,
    describe(entry) {
      // An event of another version makes `describe` return nothing, and is shown by its name and values.
      const told: { readonly text: Text } | undefined = describe(
        { type: entry.type, ...entry.data } as IncidentEvent,
        incident,
      );
      return told?.text;
    },
  });
}

export function runbooksOf(deps: SlackDeps, incident: Incident): Message {
  const all = deps.catalog().runbooks.filter((r) => r.service === incident.service);
  const fits = incident.runbooks.map((r) => r.id);
  const sorted = [...all].sort((a, b) => Number(fits.includes(b.id)) - Number(fits.includes(a.id)));
  if (sorted.length === 0) return problemView(say`${incident.serviceTitle} has no runbooks yet.`);
  return message(
    [
      ...lines(
        [
          say`${bold('Runbooks')} for ${incident.serviceTitle}. They look first, and ask before they change anything.`,
          ...sorted.slice(0, 30).map((r) => say`${fits.includes(r.id) ? '★ ' : '• '}${r.name}  ${code(r.id)}`),
        ],
        200,
      ),
      ...actions(
        select('Start a runbook', {
          action: ACTIONS.runbook,
          options: sorted.map((r) => ({ label: r.name, value: pick(incident.id, r.id) })),
        }),
      ),
    ],
    say`Runbooks for ${incident.serviceTitle}`,
  );
}

function contactsOf(deps: SlackDeps, { service, serviceTitle, policy }: Incident): Message {
  const catalog = deps.catalog();
  const contacts = catalog.services.find((s) => s.name === service)?.contacts ?? [];
  return contactsView({ title: serviceTitle, contacts, policy, people: catalog, links: linksOf(catalog, service) });
}

/** Bare `/incident`: this channel's incident, or what is open. */
async function here(deps: SlackDeps, caller: Caller): Promise<Message> {
  const { channel, thread } = caller;
  const local =
    (channel && thread ? await deps.reader.incidentByCard(channel, thread) : undefined) ??
    (channel ? await deps.reader.incidentByChannel(channel) : undefined);
  if (local) return cardOf(deps, local);
  return listView(await deps.reader.openIncidents(), deps.catalog().people);
}

function verbHelp(deps: SlackDeps, command: SlashCommand, typed: string, prefix: string): Message {
  const topic = helpTopic(command, deps.catalog());
  const verb = topic.verbs.find((v) => v.name === typed || v.aliases.includes(typed));
  if (verb) return verbHelpView(topic, verb);
  const near = nearest(
    typed,
    topic.verbs.flatMap((v) => [v.name, ...v.aliases]),
  );
  return problemView(
    say`There is no “${typed}”.${near ? say` Did you mean ${code(`${prefix} help ${near}`)}?` : []} ${code(`${prefix} help`)} lists everything.`,
  );
}

export async function show(
  deps: SlackDeps,
  caller: Caller,
  asked: Question,
  at: { readonly command: SlashCommand; readonly prefix: string },
): Promise<Message> {
  switch (asked.question) {
    case 'help':
      return helpView(helpTopic(at.command, deps.catalog()));
    case 'verb':
      return verbHelp(deps, at.command, asked.verb, at.prefix);
    case 'list':
      return listView(await deps.reader.openIncidents(), deps.catalog().people);
    case 'here':
      return here(deps, caller);
    case 'runbook':
    case 'runbook-list':
    case 'lint':
    case 'run-status':
    case 'run-logs':
    case 'run-history':
    case 'cadence':
      return showRuns(deps, caller, asked, at.prefix);
    case 'show':
    case 'timeline':
    case 'contacts':
    case 'runbooks': {
      const word = asked.question === 'runbooks' ? 'run' : asked.question;
      const found = await which(deps, asked.on, caller, (id) => `${at.prefix} ${word} INC-${id}`);
      if ('instead' in found) return found.instead;
      if (asked.question === 'show') return cardOf(deps, found.incident);
      if (asked.question === 'timeline') return timelineOf(deps, found.incident);
      if (asked.question === 'contacts') return contactsOf(deps, found.incident);
      return runbooksOf(deps, found.incident);
    }
  }
}

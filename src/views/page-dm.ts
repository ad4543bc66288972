/** The direct message beside a page: why you, what level, what is expected, and the one button that helps. */
import { type Incident, nextLevel, type Page } from '../domain/incident/model.ts';
import { formatDuration } from '../lib/duration.ts';
import { bold, channel, code, say, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { ACTIONS } from './actions.ts';
import { actions, button, header, lines } from './blocks.ts';
import { titleOf } from './headline-card.ts';
import { message } from './message.ts';
import { type People, severitySign, targetName, who } from './who.ts';

export function pageDm(incident: Incident, page: Page, people: People): Message {
  const next = nextLevel(incident);
  const id = String(incident.id);
  const title = titleOf(incident);
  const taken =
    incident.ack &&
    say`${bold('Owner')} ${who(incident.ack.by, people)} acknowledged until ${time(incident.ack.until)}`;
  const over = incident.status === 'resolved';
  return message(
    [
      header(`${over ? '✅' : severitySign(incident.severityRank)} ${title}`),
      ...lines(
        [
          say`${bold('Why you')} ${targetName(page.target, people)}: ${page.reason}`,
          say`${bold('Level')} ${page.level} of policy ${incident.policy.name} · paged ${time(page.at, 'date')}`,
          say`${bold('Service')} ${incident.serviceTitle}${incident.impact ? ` · ${incident.impact}` : ''}`,
          ...(taken ? [taken] : []),
          ...(!over && !taken && next
            ? [say`${bold('If nobody acknowledges')} level ${next.level} is called at ${time(next.dueAt)}`]
            : []),
          ...(over ? [say`Resolved. Nothing to do.`] : []),
          ...(incident.channel ? [say`${bold('Where')} ${channel(incident.channel.id)}`] : []),
          say`${bold('PagerDuty key')} ${code(page.dedupKey)}`,
        ],
        600,
      ),
      ...(over
        ? []
        : actions([
            button(`Ack (${formatDuration(incident.policy.ackLease)})`, {
              action: ACTIONS.ack,
              value: id,
              ...(taken ? {} : { style: 'primary' as const }),
            }),
            button('Show', { action: ACTIONS.show, value: id }),
          ])),
    ],
    over ? say`${title} — resolved` : say`You are paged: ${title}`,
  );
}

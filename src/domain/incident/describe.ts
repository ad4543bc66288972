/** Each event as a sentence: the timeline shows all of them, chat only the loud ones. */
import { formatDuration } from '../../lib/duration.ts';
import { bold, channel, code, joined, person, say, type Text, time } from '../../lib/text.ts';
import type { IncidentEvent } from './events.ts';
import type { Incident } from './model.ts';

interface Told {
  readonly text: Text;
  /** Worth a line in the channel: somebody should do or know something. */
  readonly loud: boolean;
}

const loud = (text: Text): Told => ({ text, loud: true });
const quiet = (text: Text): Told => ({ text, loud: false });
const why = (reason: string | undefined): Text => (reason ? say`: ${reason}` : []);

/** A person of Slack, or a name from elsewhere (`pagerduty:…`). */
export const who = (id: string): Text => (/^[UW][A-Z0-9]+$/.test(id) ? say`${person(id)}` : say`${id}`);

const all = (slack: readonly string[]): Text =>
  joined(
    slack.map((s) => who(s)),
    ', ',
  );
const came = (target: string, after: number): Told =>
  loud(say`✅ PagerDuty took the page to ${bold(target)} after ${formatDuration(after)}`);

export function describe(e: IncidentEvent, incident: Pick<Incident, 'policy'>): Told {
  switch (e.type) {
    case 'incident.declared':
      return quiet(say`${who(e.by)} declared ${bold(e.label)} ${e.title} (${e.serviceTitle})`);
    case 'window.closed':
      return quiet(say`A second declaration for the service is an incident of its own from now on`);
    case 'incident.joined':
      return loud(say`${who(e.by)} joined`);
    case 'incident.acknowledged':
      return loud(
        say`✅ ${who(e.by)} is on it${e.via === 'pagerduty' ? ' (from PagerDuty)' : ''}, until ${time(e.until)}`,
      );
    case 'ack.renewed':
      return quiet(say`The acknowledgement holds until ${time(e.until)}`);
    case 'ack.lapsed':
      return loud(
        say`⌛ The acknowledgement of ${who(e.by)} ran out: is somebody on it? Acknowledge again, or the escalation goes on.`,
      );
    case 'severity.changed':
      return loud(say`Severity ${e.from.toUpperCase()} → ${bold(e.label)} by ${who(e.by)}${why(e.reason)}`);
    case 'status.changed':
      return loud(say`Status ${e.from} → ${bold(e.to)} by ${who(e.by)}${why(e.reason)}`);
    case 'incident.resolved':
      return loud(say`🏁 Resolved by ${who(e.by)}${e.via === 'pagerduty' ? ' (from PagerDuty)' : ''}${why(e.summary)}`);
    case 'incident.reopened':
      return loud(say`🔁 Reopened by ${who(e.by)}${why(e.reason)}`);
    case 'update.posted':
      return loud(
        say`📣 Update by ${who(e.by)} (${e.audience})${e.eta ? `, expected to be over: ${e.eta}` : ''}\n${e.rendered}`,
      );
    case 'update.promised':
      return quiet(say`Next update by ${time(e.at)}`);
    case 'update.missed':
      return loud(say`⏰ An update was due at ${time(e.dueAt)}: post one with ${code('/incident update <text>')}`);
    case 'level.scheduled':
      return quiet(say`Level ${e.level} is due at ${time(e.dueAt)}`);
    case 'level.unscheduled':
      return quiet(say`Level ${e.level} waits while the incident is acknowledged`);
    case 'level.reached': {
      const rule = incident.policy.levels.find((l) => l.level === e.level);
      const pages = joined(
        (e.page ?? rule?.page ?? []).map((t) => say`${bold(t)}`),
        ', ',
      );
      const by = e.by ? say` by ${who(e.by)}` : [];
      return loud(say`📟 Level ${e.level} reached${by} (${e.reason})${pages.length > 0 ? say`: paging ${pages}` : []}`);
    }
    case 'level.superseded':
      return quiet(say`Level ${e.level} was overdue together with level ${e.by}; only the higher one pages`);
    case 'level.passed-over':
      return quiet(say`Level ${e.level} passed over: ${e.reason}`);
    case 'page.begun':
      return quiet(say`Paging ${bold(e.target)} (level ${e.level}, ${e.reason}), key ${code(e.dedupKey)}`);
    case 'page.accepted':
      if (e.after !== undefined) return came(e.target, e.after);
      return quiet(
        say`PagerDuty accepted the page to ${bold(e.target)}${e.slack.length > 0 ? say`: ${all(e.slack)}` : []}`,
      );
    case 'page.told':
      return loud(say`📨 Told in Slack, because the page to ${bold(e.target)} is not out: ${all(e.slack)}`);
    case 'page.unreached':
      return loud(say`⚠️ Nobody stands behind ${bold(e.target)}: fill it in workflows/org, or page somebody by hand`);
    case 'page.confirmed':
      if (e.after !== undefined) return came(e.target, e.after);
      return quiet(say`PagerDuty opened the alert for ${bold(e.target)}`);
    case 'page.acknowledged':
      return quiet(say`The page to ${bold(e.target)} is acknowledged${e.by ? say` by ${who(e.by)}` : []}`);
    case 'page.resolved':
      if (e.stillOpen)
        return loud(
          say`⚠️ The alert of ${bold(e.target)} was closed in PagerDuty${e.by ? say` by ${who(e.by)}` : []}, but the incident is still open. If it is over: ${code('/incident resolve')}`,
        );
      return quiet(say`The page to ${bold(e.target)} is closed${e.by ? say` by ${who(e.by)} in PagerDuty` : []}`);
    case 'page.stuck':
      return loud(
        say`⚠️ PagerDuty did not ${e.action} the alert of ${bold(e.target)} (${e.reason}). Do it there by hand.`,
      );
    case 'page.failed':
      return loud(say`🚨 NOT PAGED: ${bold(e.target)} (${e.reason}). Use the phone list on the card.`);
    case 'page.late':
      return loud(
        say`🚨 NOT PAGED for ${formatDuration(e.seconds * 1000)}: ${bold(e.target)}. PagerDuty does not accept it; still trying. Use the phone list on the card.`,
      );
    case 'outage.declared':
      return loud(say`🔥 ${bold('Outage declared')}`);
    case 'customers.notified':
      return loud(say`📢 Customers notified${e.channel ? say` in #${e.channel}` : []}\n${e.rendered}`);
    case 'channel.opened':
      return quiet(say`Channel ${channel(e.id)} opened`);
    case 'chat.failed':
      return loud(say`⚠️ ${e.what} did not work in Slack: ${e.reason}`);
    case 'card.posted':
      return quiet(say`Card posted in ${channel(e.channel)}`);
    case 'run.asked':
      return loud(say`▶️ ${who(e.by)} started the runbook ${bold(e.name)}`);
    case 'run.began':
      return quiet(say`Run R-${e.run} of ${e.name} began`);
    case 'run.said':
      return loud(e.text);
    case 'incident.said':
      return e.channel === undefined ? loud(say`${e.text}`) : quiet(say`Said in #${e.channel}: ${e.text}`);
    case 'run.moved':
      return e.line ? loud(say`R-${e.run}: ${e.line}`) : quiet(say`Run R-${e.run} is ${e.status}`);
  }
}

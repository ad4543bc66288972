/**
 * One time for all. Slack's signatures are judged by the database's clock and are refused after five minutes; levels and
 * shifts go by it as well.
 */

import { serverTime } from '../../../adapters/http/server-time.ts';
import { apiRoot } from '../../../adapters/slack/slack-api.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Check } from '../check.ts';
import { CannotTell, ok, problem, skipped, type Verdict, warning } from '../finding.ts';
import type { Installation } from '../installation.ts';

const NOTICED = 2_000;
const HARMFUL = 60_000;
const DEFAULT_KEY = 'PAGERDUTY_ROUTING_KEY';

interface Reading {
  readonly whose: string;
  /** Milliseconds it is ahead of this machine; what the measurement cannot tell is taken as none. */
  readonly ahead: number;
}

export const clockSkew: Check = {
  id: 'clock.skew',
  section: 'Clocks',
  title: 'All clocks agree',
  remedy: 'keep every machine in time (chrony, systemd-timesyncd or the NTP of your cloud)',
  async run(at) {
    const { config, secrets, patience } = at;
    const slack = apiRoot(config.slack.apiUrl ?? 'https://slack.com/api/');
    const pagerduty = config.pagerduty.eventsUrl ?? 'https://events.pagerduty.com';
    const [record, ...vendors] = await Promise.all([
      ofDatabase(at),
      secrets.botToken ? ofServer('Slack', `${slack}api.test`, patience) : undefined,
      secrets.routingKeys[DEFAULT_KEY] ? ofServer('PagerDuty', pagerduty, patience) : undefined,
    ]);
    const readings = [...(record ? [record.reading] : []), ...vendors.flatMap((v) => v ?? [])];
    const moved = record && record.offset !== 0 ? [movedClock(record.offset)] : [];
    if (readings.length === 0) return skipped('neither the database nor Slack nor PagerDuty told the time');
    const worst = Math.max(...readings.map((r) => Math.abs(r.ahead)));
    const seen = readings.map(told).join(', ');
    if (worst > HARMFUL) {
      const harm = 'Slack signatures fail at five minutes, and levels come early or late';
      return [...moved, problem(`${seen}: ${harm}`, remedyOf(readings, this.remedy))];
    }
    if (worst > NOTICED) return [...moved, warning(seen, remedyOf(readings, this.remedy))];
    return moved.length > 0
      ? moved
      : ok(`this machine, ${readings.map((r) => r.whose).join(', ')} agree within ${NOTICED / 1000} s`);
  },
};

/** When everybody else agrees, it is this machine. */
function remedyOf(readings: readonly Reading[], usual: string): string {
  const off = readings.filter((r) => Math.abs(r.ahead) > NOTICED);
  const alone = readings.length > 1 && off.length === readings.length;
  const whose = alone ? 'this machine' : off.map((r) => `${r.whose}'s server, or this machine`).join('; ');
  return `set the clock of ${whose} right: ${usual.replace('keep every machine in time', 'keep it in time')}`;
}

function told({ whose, ahead }: Reading): string {
  if (Math.abs(ahead) <= NOTICED) return `${whose} agrees with this machine`;
  return `the clock of ${whose} is ${(Math.abs(ahead) / 1000).toFixed(0)} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine`;
}

const movedClock = (offset: number): Verdict =>
  problem(
    `the table tocsin.clock adds ${offset / 1000} s: only tests and the sandbox move it`,
    'with everything stopped, as the owner of the database: update tocsin.clock set offset_ms = 0;',
  );

/** How far [from, to] there lies from [asked, answered] here. */
function ahead(there: { from: number; to: number }, here: { asked: number; answered: number }): number {
  if (there.from > here.answered) return there.from - here.answered;
  return there.to < here.asked ? there.to - here.asked : 0;
}

async function ofDatabase(at: Installation): Promise<{ reading: Reading; offset: number } | undefined> {
  const state = await at.database.known().catch((e: unknown) => {
    if (e instanceof CannotTell) return undefined;
    throw e;
  });
  if (!state) return undefined;
  const { clock, offset } = state;
  return { reading: { whose: 'the database', ahead: ahead({ from: clock.server, to: clock.server }, clock) }, offset };
}

/** One that does not answer is told by its own checks. */
async function ofServer(whose: string, url: string, patience: number): Promise<Reading | undefined> {
  try {
    const time = await serverTime({ vendor: whose.toLowerCase(), label: whose }, url, patience);
    return time && { whose, ahead: ahead(time, time) };
  } catch (e) {
    if (e instanceof Fault) return undefined;
    throw e;
  }
}

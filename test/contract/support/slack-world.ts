/** A simulated Slack with two people and a channel, and the real Web API client on it. */
import { type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import { Faults } from '../../../src/sandbox/http/faults.ts';
import { Ledger } from '../../../src/sandbox/http/ledger.ts';
import { WorldClock } from '../../../src/sandbox/http/world-clock.ts';
import { type SlackSimOptions, startSlackSim } from '../../../src/sandbox/slack/start.ts';

export const signingSecret = 'shh-sandbox';
export const botToken = 'xoxb-sandbox';
export const appToken = 'xapp-sandbox';

/** The SDK says what it says in its errors; nothing on the console. */
export const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

export type SlackWorld = Awaited<ReturnType<typeof slackWorld>>;

export async function slackWorld(options: Partial<SlackSimOptions> = {}) {
  const clock = new WorldClock();
  const ledger = new Ledger(() => clock.now());
  const faults = new Faults();
  const slack = await startSlackSim({ clock, ledger, faults, signingSecret, botToken, appToken, ...options });
  const { people, channels, app } = slack.workspace;
  const alice = people.add({ id: 'U0ALICE', name: 'alice', realName: 'Alice Archer', email: 'alice@example.com' });
  const bob = people.add({ id: 'U0BOB', name: 'bob', realName: 'Bob Baker', email: 'bob@example.com' });
  const room = channels.add({ id: 'C0ROOM', name: 'incidents', members: [alice.id, bob.id, app.botUserId] });
  return { slack, clock, ledger, faults, alice, bob, room, app, web: client(slack.url) };
}

export function client(slackApiUrl: string, token: string | undefined = botToken, o: WebClientOptions = {}): WebClient {
  const calm = { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logger: quiet };
  return new WebClient(token, { slackApiUrl, ...calm, ...o });
}

/** The error code a call failed with, and the rest of Slack's answer. */
export async function refusal(call: Promise<unknown>): Promise<{ error: string; [key: string]: unknown }> {
  try {
    await call;
  } catch (e) {
    if (e instanceof Error && 'data' in e) return e.data as { error: string };
    throw e;
  }
  throw new Error('The call was not refused');
}

export const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
export const plain = (text: string) => ({ type: 'plain_text' as const, text });

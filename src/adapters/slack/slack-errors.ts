/** Slack's errors, each with what it means for trying again and what a person should do about it. */
import { Fault } from '../../ports/fault.ts';
import { lost } from '../http/call.ts';
import { DEFAULT_RETRY_AFTER, LONGEST_RETRY_AFTER } from '../http/retry-after.ts';
import { short, statusFault } from '../http/status-fault.ts';
import type { CallEffect } from '../http/target.ts';

/** What to do, for the errors an operator can mend. Everything Slack refuses with `ok: false` surely did not happen. */
const ADVICE: Readonly<Record<string, string>> = {
  account_inactive: 'the bot user is deactivated: install the app again',
  cant_update_message: 'only messages of this bot can be changed',
  channel_not_found: 'the channel does not exist, or it is private and the bot was not invited',
  invalid_auth: 'the bot token is not valid: check SLACK_BOT_TOKEN',
  invalid_blocks: 'Slack refused the layout of the message',
  is_inactive: 'the channel is archived: its messages cannot be changed',
  is_archived: 'the channel is archived: unarchive it, or go on in a new one',
  message_not_found: 'the message was deleted',
  msg_blocks_too_long: 'the message is too long',
  msg_too_long: 'the message is too long',
  name_taken: 'a channel of this name exists and is not ours',
  not_authed: 'no bot token is configured: set SLACK_BOT_TOKEN',
  not_in_channel: 'the bot is not in this private channel: /invite it',
  restricted_action: 'a workspace setting forbids this to the bot',
  token_expired: 'the bot token has expired: install the app again',
  token_revoked: 'the bot token was revoked: install the app again',
  user_not_in_channel: 'the person is not in the channel',
};

/** Slack's own trouble: it may or may not have acted. */
const TROUBLE: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

interface SdkError {
  readonly code?: unknown;
  readonly retryAfter?: unknown;
  readonly statusCode?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly data?: {
    readonly error?: unknown;
    readonly needed?: unknown;
    readonly errors?: unknown;
    readonly response_metadata?: { readonly retryAfter?: unknown; readonly messages?: unknown };
  };
}

export function slackFault(plan: { effect: CallEffect; operation: string }, error: unknown): Fault | undefined {
  const e = error as SdkError;
  switch (e.code) {
    case 'slack_webapi_rate_limited_error':
      return limited(plan.operation, e.retryAfter);
    case 'slack_webapi_http_error':
      return statusFault(
        { vendor: 'slack', label: 'Slack', effect: plan.effect },
        {
          status: Number(e.statusCode),
          message: typeof e.body === 'string' ? e.body : '',
          retryAfter: e.headers?.['retry-after'],
          date: e.headers?.date,
        },
      );
    case 'slack_webapi_platform_error':
      return refused(plan, e);
    default:
      return undefined;
  }
}

function refused(plan: { effect: CallEffect; operation: string }, e: SdkError): Fault {
  const code = e.data?.error;
  // A proxy's page with status 200: the client puts all of it where the code belongs.
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]{1,80}$/.test(code)) {
    const page = short(String(code ?? ''), 120);
    return lost({ vendor: 'slack', ...plan }, 'bad-answer', `${plan.operation}: not Slack's answer: ${page}`);
  }
  if (code === 'ratelimited' || code === 'rate_limited') {
    return limited(plan.operation, e.data?.response_metadata?.retryAfter);
  }
  if (TROUBLE.has(code)) {
    return lost({ vendor: 'slack', ...plan }, code, `Slack is in trouble: ${plan.operation} answered ${code}`, e);
  }
  const scope = typeof e.data?.needed === 'string' ? e.data.needed : 'unknown';
  const advice = code === 'missing_scope' ? `the app needs the scope ${scope}: add it and install again` : own(code);
  const details = e.data?.response_metadata?.messages;
  const said = Array.isArray(details) ? short(details.map(String).join('; ')) : '';
  const text = [`Slack refused ${plan.operation}: ${code}`, advice, said].filter(Boolean).join(' — ');
  return new Fault('permanent', `slack.${code}`, text, { cause: e });
}

function limited(operation: string, seconds: unknown): Fault {
  const wait = typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : DEFAULT_RETRY_AFTER;
  return new Fault('retry', 'slack.ratelimited', `Slack limits ${operation}`, {
    retryAfter: Math.min(wait, LONGEST_RETRY_AFTER),
  });
}

/** The per-person errors of conversations.invite, when Slack gave any. */
export function personalErrors(error: unknown): readonly string[] {
  const cause = (error as { cause?: SdkError }).cause;
  const list = cause?.data?.errors;
  if (Array.isArray(list)) return list.map((x) => String((x as { error?: unknown }).error));
  return typeof cause?.data?.error === 'string' ? [cause.data.error] : [];
}

const own = (code: string): string | undefined => (Object.hasOwn(ADVICE, code) ? ADVICE[code] : undefined);

/** The Slack edge, assembled: one Bolt app over HTTP or Socket Mode, acknowledging after the commit. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, type AppOptions } from '@slack/bolt';
import { boltLogger } from './bolt-logger.ts';
import type { SlackDeps } from './deps.ts';
import { createHttpReceiver } from './http-receiver.ts';
import { onAction } from './on-action.ts';
import { onCommand } from './on-command.ts';
import { onMention } from './on-mention.ts';
import { onOptions } from './on-options.ts';
import { onView } from './on-view.ts';
import type { SignatureCheck } from './signature.ts';
import { SocketReceiver } from './socket-receiver.ts';

export type Transport =
  | ({ readonly kind: 'http' } & SignatureCheck)
  | { readonly kind: 'socket'; readonly appToken: string };

export interface SlackEdgeOptions extends SlackDeps {
  readonly transport: Transport;
  readonly botToken: string;
  readonly botId?: string;
  /** Another Web API than slack.com's, with the trailing slash. */
  readonly slackApiUrl?: string;
}

export interface SlackEdge {
  /** POST /slack/events. Resolves false when the address is not Slack's; always false in Socket Mode. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
  /** Connects in Socket Mode; nothing to do over HTTP. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const impatient: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(5_000) });

export function createSlackEdge(o: SlackEdgeOptions): SlackEdge {
  const clientOptions = {
    ...(o.slackApiUrl ? { slackApiUrl: o.slackApiUrl } : {}),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: impatient,
  } satisfies AppOptions['clientOptions'];
  const logger = boltLogger(o.log);
  const { transport } = o;
  const http = transport.kind === 'http' ? createHttpReceiver({ ...transport, log: o.log }) : undefined;
  const receiver =
    http ??
    new SocketReceiver({
      appToken: transport.kind === 'socket' ? transport.appToken : '',
      logger,
      installerOptions: { clientOptions },
    });
  const app = new App({
    receiver,
    logger,
    clientOptions,
    // One workspace, one token: nothing to ask Slack about before a page can leave.
    authorize: () =>
      Promise.resolve({
        botToken: o.botToken,
        ...(o.botId ? { botId: o.botId } : {}),
        ...(o.botUser ? { botUserId: o.botUser } : {}),
        teamId: o.team,
      }),
    convoStore: false,
  });
  app.error((error) => {
    o.log.error({ err: error }, 'a Slack listener failed');
    return Promise.reject(error);
  });
  onCommand(app, o);
  onMention(app, o);
  onAction(app, o);
  onView(app, o);
  onOptions(app, o);
  return {
    handle: (req, res) => http?.handle(req, res) ?? Promise.resolve(false),
    async start() {
      await receiver.start();
    },
    async stop() {
      await receiver.stop();
    },
  };
}

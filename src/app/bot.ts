/** The bot of a process: Slack and PagerDuty in, answers out after the commit. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from '../inbound/http/http.ts';
import { createSlackEdge, type SlackEdge } from '../inbound/slack/bolt-app.ts';
import { SLACK_PATH } from '../inbound/slack/http-receiver.ts';
import { phonesOf } from '../outbound/chat-deps.ts';
import { commands } from './commands.ts';
import type { Core } from './core.ts';
import { createReader } from './reader.ts';

const RETRY = 5_000;

export interface Bot {
  /** True when the request was Slack's, and answered. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
  /** Resolves at the first connection; may never. */
  readonly connected: Promise<void>;
  /** Undefined until Slack told who we are. */
  edge(): SlackEdge | undefined;
  stop(): Promise<void>;
}

/** Slack tells of mentions only where the bot is: without this, `@tocsin declare …` is heard nowhere before the first card. */
async function enter({ ports, workflows, log }: Core): Promise<void> {
  const { incidents } = workflows.catalog().channels;
  try {
    if (await ports.chat.channelNamed(incidents)) return;
    log.error({ channel: incidents }, 'there is no such channel: create it, or change org/settings.yaml');
  } catch (err) {
    log.warn({ err, channel: incidents }, 'the bot could not enter the channel: mentions there are not heard yet');
  }
}

/** Slack may be down when we start: everything else runs meanwhile, and this tries until it answers. */
export function startBot(core: Core): Bot {
  const { config, secrets, log } = core;
  let edge: SlackEdge | undefined;
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let arrived = () => {};
  const connected = new Promise<void>((r) => {
    arrived = r;
  });
  const connect = async () => {
    try {
      const self = await core.ports.slack.self();
      if (over) return;
      const made = createSlackEdge({
        handle: core.handle,
        reader: createReader(core.pool),
        directory: core.ports.directory,
        names: core.ports.names,
        chat: core.ports.chat,
        catalog: core.workflows.catalog,
        findings: () => core.workflows.findings(core.engine.clock.now()),
        commands,
        phones: () => phonesOf(core.workflows.catalog()),
        log,
        team: self.team,
        botUser: self.user,
        ...(self.bot ? { botId: self.bot } : {}),
        botToken: secrets.botToken,
        ...(config.slack.apiUrl ? { slackApiUrl: config.slack.apiUrl } : {}),
        transport:
          config.slack.mode === 'socket'
            ? { kind: 'socket', appToken: secrets.appToken ?? '' }
            : {
                kind: 'http',
                secrets: [secrets.signingSecret ?? ''],
                now: () => core.engine.clock.now(),
                readClock: core.readClock,
              },
      });
      await made.start();
      // Told to stop meanwhile: nobody else would end this one.
      if (over) return await made.stop();
      edge = made;
      await enter(core);
      arrived();
      log.info({ team: self.team, mode: config.slack.mode }, 'connected to Slack');
    } catch (err) {
      if (over) return;
      log.error({ err }, 'Slack does not answer yet; trying again');
      timer = setTimeout(() => void connect(), RETRY);
    }
  };
  void connect();
  return {
    connected,
    async handle(req, res) {
      if (edge) return edge.handle(req, res);
      if (!req.url?.startsWith(SLACK_PATH)) return false;
      // Slack sends events again after a 503, and shows people that a command did not arrive.
      answer(res, 503, { error: 'not connected to Slack yet' });
      return true;
    },
    edge: () => edge,
    async stop() {
      over = true;
      clearTimeout(timer);
      await edge?.stop();
    },
  };
}

/** A real Bolt app on the simulated Slack, over signed HTTP or Socket Mode. */
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { appToken, botToken, quiet, type SlackWorld, signingSecret } from './slack-world.ts';

export type Mode = 'http' | 'socket';

export interface BoltApp {
  readonly app: App;
  stop(): Promise<void>;
}

export async function boltApp({ slack }: SlackWorld, mode: Mode): Promise<BoltApp> {
  const clientOptions = { slackApiUrl: slack.url, logger: quiet };
  const common = { token: botToken, clientOptions, logger: quiet };
  if (mode === 'socket') {
    const receiver = new SocketModeReceiver({
      appToken,
      logger: quiet,
      installerOptions: { clientOptions },
      clientPingTimeout: 600,
    });
    const app = new App({ ...common, receiver });
    await app.start();
    return {
      app,
      async stop() {
        const gone = new Promise((r) => receiver.client.once('disconnected', r));
        await app.stop();
        await gone;
      },
    };
  }
  const receiver = new HTTPReceiver({ signingSecret, logger: quiet });
  const app = new App({ ...common, receiver });
  const server = await receiver.start(0);
  slack.setRequestUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return { app, stop: async () => void (await app.stop()) };
}

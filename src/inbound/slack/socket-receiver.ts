/** Slack over a WebSocket, for networks nobody may reach from outside: Bolt's own receiver, acknowledging after the commit. */
import { type App, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import { process } from './commit-first.ts';

export class SocketReceiver extends SocketModeReceiver {
  override init(app: App): void {
    const patient = Object.create(app, {
      processEvent: {
        value: (event: ReceiverEvent) =>
          process(
            app,
            event,
            // Over a socket there is no refusal: an envelope that is not acknowledged is sent again.
            { ok: (body) => event.ack(body), again: () => undefined },
            2_900,
          ),
      },
    }) as App;
    super.init(patient);
  }

  /** Bolt does not wait for the connection to close; whoever stops us may end the process next. */
  override async stop(): Promise<void> {
    if (!this.client.websocket) return;
    const closed = new Promise((resolve) => this.client.once('disconnected', resolve));
    await super.stop();
    await closed;
  }
}

// Bolt alone: acknowledges a slash command at once, or after one commit. What our own bot is measured against.
import { createRequire } from 'node:module';
import pg from 'pg';

const require = createRequire(import.meta.url);
const { App, HTTPReceiver, LogLevel } = require('@slack/bolt');
const [secret, url] = process.argv.slice(2);
const pool = url ? new pg.Pool({ connectionString: url, max: 6 }) : undefined;
await pool?.query('create table if not exists asked (key text primary key, what jsonb, at timestamptz default now())');
const receiver = new HTTPReceiver({ signingSecret: secret, endpoints: '/slack/events', logLevel: LogLevel.ERROR });
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0', botUserId: 'U0' }),
});
app.command('/incident', async ({ ack, command }) => {
  if (pool)
    await pool.query({
      name: 'asked',
      text: 'insert into asked (key, what) values ($1, $2)',
      values: [command.trigger_id, command],
    });
  await ack({ response_type: 'ephemeral', text: 'done' });
});
const server = await receiver.start(0);
process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);

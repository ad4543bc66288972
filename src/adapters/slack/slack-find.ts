/** Looks for a message of ours by the key in its metadata: one page of the channel, or the newest page of the thread. */
import type { SlackApi } from './slack-api.ts';

interface Seen {
  readonly ts?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly latest_reply?: string;
  readonly metadata?: { readonly event_payload?: object };
}

const PAGE = 100;
/** Seconds before a thread's last reply that are looked through when the thread is long. */
const TAIL = 3_600;

export async function findByKey(
  api: SlackApi,
  channel: string,
  key: string,
  thread?: string,
): Promise<string | undefined> {
  const { user, bot } = await api.self();
  // Another app could copy the key; only our own messages count.
  const ours = (m: Seen) =>
    (m.user === user || (bot !== undefined && m.bot_id === bot)) &&
    (m.metadata?.event_payload as { key?: unknown } | undefined)?.key === key;

  const options = { channel, limit: PAGE, include_all_metadata: true as const };
  if (thread === undefined) {
    const page = await api.ask('conversations.history', 'read', (c) => c.conversations.history(options));
    return (page.messages as readonly Seen[] | undefined)?.find(ours)?.ts;
  }
  const replies = (more: { oldest?: string }) =>
    api.ask('conversations.replies', 'read', (c) => c.conversations.replies({ ...options, ts: thread, ...more }));
  const first = await replies({});
  const messages = (first.messages ?? []) as readonly Seen[];
  const hit = messages.find(ours)?.ts;
  const latest = Number(messages[0]?.latest_reply);
  if (hit !== undefined || !first.has_more || !(latest > 0)) return hit;
  // Slack gives a thread's oldest replies first.
  const tail = await replies({ oldest: (latest - TAIL).toFixed(6) });
  return (tail.messages as readonly Seen[] | undefined)?.find(ours)?.ts;
}

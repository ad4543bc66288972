/** A line for people who are not in the channel of an incident, or for a channel that has none. */
import type { Text } from '../../lib/text.ts';

/** `chat.notice`, class findable: a line to a channel by name, or to a person by Slack id. */
export interface NoticePayload {
  /** Told when nobody could be. */
  readonly incident?: number;
  readonly task?: number;
  readonly to: { readonly channel: string } | { readonly person: string };
  readonly text: Text;
}

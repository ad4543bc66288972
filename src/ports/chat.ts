/** Where people talk. Every method throws Fault. Messages carry a key in their metadata, so that a lost reply can be looked up. */

export interface Message {
  /** Block Kit, already within limits. */
  readonly blocks: readonly object[];
  /** What notifications and screen readers get. */
  readonly text: string;
}

export interface Posted {
  readonly channel: string;
  readonly ts: string;
}

export interface Chat {
  /** Creates the channel, or finds the one of this name that we created before. */
  openChannel(name: string): Promise<{ id: string; name: string }>;
  /** Id of an existing channel by name without `#`; joins it when we are not in it. Undefined when there is none. */
  channelNamed(name: string): Promise<string | undefined>;
  /** Already being there is not a fault. */
  invite(channel: string, users: readonly string[]): Promise<void>;
  setTopic(channel: string, topic: string): Promise<void>;
  /** `to` is a channel id or, for a direct message, a user id. */
  post(to: string, message: Message, options: { key: string; thread?: string; pin?: boolean }): Promise<Posted>;
  /** A message we posted with this key, in the recent history. */
  find(channel: string, key: string, thread?: string): Promise<Posted | undefined>;
  /** Faults `permanent` with code `slack.message_not_found` when it was deleted. */
  update(at: Posted, message: Message): Promise<void>;
  /** Seen by one person only. `thread`: the first message of a thread that has replies already. */
  whisper(channel: string, user: string, message: Message, thread?: string): Promise<void>;
}

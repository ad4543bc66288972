/** chat.post: a message to people, in the incident's channel or in another one. */
import { z } from 'zod';
import { ANSWER, tellKind } from './tell-kind.ts';

export const chatPost = tellKind({
  name: 'chat.post',
  summary: "Posts a message in the incident's channel, or in another one.",
  params: z.strictObject({
    text: z.string().trim().min(1).max(2_000),
    /** Name without `#`. */
    channel: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,79}$/, 'must be the name of a channel, without #')
      .optional(),
  }),
  offers: { shorthand: 'text', outputs: ANSWER, incident: true },
  examples: [
    { means: 'In the incident’s channel', params: { text: 'The writers are stopped; the restore begins.' } },
    { means: 'Elsewhere', params: { text: 'Rolled back to 1.0.0.', channel: 'ops-alerts' } },
  ],
  tell: ({ text, channel }) => ({
    incident: {
      type: 'incident.say',
      verb: 'anyone',
      data: { text, ...(channel === undefined ? {} : { channel }) },
    },
  }),
});

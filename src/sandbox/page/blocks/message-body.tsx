/** The inside of a message: its blocks, or its text when it has none; then what is attached. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Message } from '../../control/wire.ts';
import { initialState } from '../../slack/blocks/form.ts';
import { goToThread } from '../state/go.ts';
import { Attachment } from './attachment.tsx';
import { Blocks } from './block.tsx';
import { type FormState, heldIn, withHeld } from './form-values.ts';
import { Mrkdwn } from './mrkdwn.tsx';
import { type Surface, SurfaceContext } from './surface.ts';

interface MessageBodyProps {
  readonly message: Message;
  /** Shown among the replies of its thread, not in the channel. */
  readonly inThread?: boolean;
}

export function MessageBody({ message, inThread = false }: MessageBodyProps) {
  const { channel, ts, blocks } = message;
  const chosen = useSignal<FormState>({});
  const held = chosen.value;
  const place = useMemo(() => ({ in: 'message', channel, ts }) as const, [channel, ts]);
  const surface = useMemo((): Surface => {
    const start = initialState(blocks);
    return {
      place,
      // An edited message has new block ids, unless the app named them: then what was chosen stays, as in Slack.
      held: (block, element) => heldIn(held, block, element) ?? heldIn(start, block, element),
      hold: (block, element, value) => {
        chosen.value = withHeld(chosen.peek(), block, element, value);
      },
      errors: {},
    };
  }, [place, blocks, held, chosen]);
  return (
    <SurfaceContext.Provider value={surface}>
      <div class="bk-message">
        {message.broadcast ? <BroadcastNote message={message} inThread={inThread} /> : null}
        {blocks.length > 0 ? <Blocks blocks={blocks} /> : <Mrkdwn text={message.text} />}
        {message.attachments.map((attachment, i) => (
          <Attachment key={i} of={attachment} />
        ))}
      </div>
    </SurfaceContext.Provider>
  );
}

/** A reply that was also sent to the channel says so in both places. */
function BroadcastNote({ message, inThread }: { readonly message: Message; readonly inThread: boolean }) {
  const root = message.threadTs;
  if (inThread || root === undefined) return <p class="bk-broadcast">Also sent to the channel</p>;
  return (
    <p class="bk-broadcast">
      replied to a{' '}
      <button type="button" class="bk-plain-link" onClick={() => goToThread(root)}>
        thread
      </button>
    </p>
  );
}

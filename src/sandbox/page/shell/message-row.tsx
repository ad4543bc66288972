/** One message: who and when, what it says, what others said of it, and what can be done with it. */
import type { Message } from '../../control/wire.ts';
import { MessageBody } from '../blocks/message-body.tsx';
import { pointing } from '../panels/pointing.ts';
import { Icon } from '../parts/icon.tsx';
import { thread } from '../state/address.ts';
import { goToThread } from '../state/go.ts';
import { messages, worldNow } from '../state/live.ts';
import { nameOf, openChannel, personOf } from '../state/people.ts';
import { agoWords, fullWords, timeWords, tsMs, zone } from '../state/world-time.ts';
import { Avatar } from './avatar.tsx';
import { AddReaction, Reactions } from './reactions.tsx';
import type { Row, ThreadNote } from './rows.ts';
import { messageId } from './show-message.ts';

interface MessageRowProps {
  readonly row: Extract<Row, { kind: 'message' }>;
  readonly inThread: boolean;
}

export function MessageRow({ row, inThread }: MessageRowProps) {
  const m = row.message;
  const person = personOf(m.user);
  const name = nameOf(m.user);
  const bot = person?.isBot === true || m.botId !== undefined;
  const pinned = openChannel.value?.pins.includes(m.ts) === true;
  const lead = row.lead || pinned;
  const classes = ['msg', lead ? 'lead' : '', pinned ? 'pinned' : '', m.onlyFor ? 'only-you' : ''];
  return (
    <article
      id={messageId(m.ts, inThread)}
      class={classes.filter((c) => c !== '').join(' ')}
      data-ts={m.ts}
      tabIndex={-1}
      aria-label={`${name}, ${timeWords(tsMs(m.ts), zone)}`}
    >
      {m.onlyFor ? (
        <p class="msg-mark">
          <Icon name="info" size={13} /> Only visible to you
        </p>
      ) : null}
      {pinned ? (
        <p class="msg-mark">
          <Icon name="pin" size={13} /> Pinned
        </p>
      ) : null}
      <div class="msg-gutter">{lead ? <Avatar name={name} bot={bot} /> : <Time ts={m.ts} class="msg-late-time" />}</div>
      <div class="msg-body">
        {lead ? (
          <p class="msg-head">
            <span class="msg-name">{name}</span>
            {bot ? <span class="app-badge">App</span> : null}
            <Time ts={m.ts} class="msg-time" />
          </p>
        ) : null}
        <MessageBody message={m} inThread={inThread} />
        {m.edited ? <span class="msg-edited">(edited)</span> : null}
        <Reactions message={m} />
        {row.thread && !inThread ? <ThreadButton root={m.ts} note={row.thread} /> : null}
      </div>
      {m.onlyFor ? null : <Tools message={m} inThread={inThread} />}
    </article>
  );
}

const Time = ({ ts, class: name }: { readonly ts: string; readonly class: string }) => (
  <time class={name} dateTime={new Date(tsMs(ts)).toISOString()} title={fullWords(tsMs(ts), zone)}>
    {timeWords(tsMs(ts), zone)}
  </time>
);

const Tools = ({ message, inThread }: { readonly message: Message; readonly inThread: boolean }) => (
  <div class="msg-tools">
    <AddReaction message={message} />
    {inThread ? null : (
      <button
        type="button"
        class="menu-button"
        aria-label="Reply in a thread"
        title="Reply in a thread"
        onClick={() => goToThread(message.threadTs ?? message.ts)}
      >
        <Icon name="message" />
      </button>
    )}
  </div>
);

function ThreadButton({ root, note }: { readonly root: string; readonly note: ThreadNote }) {
  const words = note.replies === 1 ? '1 reply' : `${note.replies} replies`;
  // What the guide points at may be inside the thread: then this is the way to it.
  const at = pointing.value;
  const inside = at?.kind === 'button' && messages.value.byTs.get(at.ts ?? '')?.threadTs === root && at.ts !== root;
  return (
    <button
      type="button"
      class={thread.value === root ? 'thread-button open' : 'thread-button'}
      aria-expanded={thread.value === root}
      data-pointed={inside && thread.value !== root ? '' : undefined}
      onClick={() => goToThread(root)}
    >
      {note.people.slice(0, 4).map((id) => (
        <Avatar key={id} name={nameOf(id)} bot={personOf(id)?.isBot === true} size="small" />
      ))}
      <span class="thread-count">{words}</span>
      <span class="thread-last">{`last ${agoWords(tsMs(note.last), worldNow())}`}</span>
    </button>
  );
}

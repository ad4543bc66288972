/** A thread beside its channel, or in its place where there is no room for both. */
import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Composer } from '../composer/composer.tsx';
import { Icon } from '../parts/icon.tsx';
import { me, thread } from '../state/address.ts';
import { leaveThread } from '../state/go.ts';
import { messages, roughly, section } from '../state/live.ts';
import { openChannel } from '../state/people.ts';
import { zone } from '../state/world-time.ts';
import { channelLabel } from './jump-matches.ts';
import { MessageList } from './message-list.tsx';
import { rowsOf, threadOf } from './rows.ts';
import { focusMessage } from './show-message.ts';

export function ThreadPane() {
  const row = openChannel.value;
  const ws = section('workspace').value;
  const pane = useRef<HTMLElement>(null);
  const root = thread.value;
  const rows = useComputed(() =>
    rowsOf(threadOf(messages.value.byTs.values(), thread.value), { now: roughly.value, zone, me: me.value }),
  );
  useEffect(() => {
    const box = pane.current;
    const came = document.activeElement;
    if (came && came !== document.body) box?.querySelector('textarea')?.focus();
    return () => {
      // Back to where the thread hangs, unless one went elsewhere meanwhile.
      const at = document.activeElement;
      if (at && at !== document.body && !box?.contains(at)) return;
      requestAnimationFrame(() => {
        if (thread.peek() === '') focusMessage(root);
      });
    };
  }, [root]);
  if (!row || !ws) return null;
  const label = channelLabel(row, ws, me.value);
  const writes = row.isMember && !row.archived;
  return (
    <section ref={pane} class="thread" data-region="thread" aria-labelledby="thread-name">
      <header class="chan-head">
        <div class="chan-what">
          <h2 id="thread-name" class="chan-name">
            Thread
          </h2>
          <p class="chan-topic">{label}</p>
        </div>
        <button
          type="button"
          class="menu-button"
          aria-label="Close the thread"
          title="Close the thread (Esc)"
          onClick={leaveThread}
        >
          <Icon name="close" size={18} />
        </button>
      </header>
      <MessageList rows={rows.value} label="Messages in the thread" inThread place={`${me.value} ${root}`} />
      {writes ? (
        <Composer key={`${me.value} ${row.id} ${root}`} row={row} label="the thread" thread={root} />
      ) : (
        <p class="no-writing">Only members can answer here.</p>
      )}
    </section>
  );
}

/** The open channel: its header, what was said in it, and where one writes. */
import { useComputed } from '@preact/signals';
import { Composer } from '../composer/composer.tsx';
import { channel, me } from '../state/address.ts';
import { messages, roughly, section } from '../state/live.ts';
import { openChannel } from '../state/people.ts';
import { seenBefore } from '../state/reading.ts';
import { zone } from '../state/world-time.ts';
import { ChannelHeader, JoinButton } from './channel-header.tsx';
import { channelLabel } from './jump-matches.ts';
import { MessageList } from './message-list.tsx';
import { rowsOf, threadNotes, topLevel } from './rows.ts';
import { Welcome } from './welcome.tsx';

export function ChannelView() {
  const row = openChannel.value;
  const ws = section('workspace').value;
  const held = messages.value;
  const rows = useComputed(() => {
    const all = [...messages.value.byTs.values()];
    const seen = seenBefore.value;
    const options = { now: roughly.value, zone, me: me.value, ...(seen === undefined ? {} : { seen }) };
    return rowsOf(topLevel(all), options, threadNotes(all));
  });
  if (!row || !ws) return <section class="chan" data-region="channel" aria-label="Channel" aria-busy="true" />;
  const label = channelLabel(row, ws, me.value);
  const loaded = held.channel === channel.value;
  return (
    <section class="chan" data-region="channel" aria-labelledby="channel-name">
      <ChannelHeader row={row} />
      <MessageList
        key={`${me.value} ${row.id}`}
        rows={loaded ? rows.value : []}
        label={`Messages in ${label}`}
        inThread={false}
        place={`${me.value} ${row.id} ${loaded}`}
      >
        {loaded ? <Welcome row={row} label={label} empty={!rows.value.some((r) => r.kind === 'message')} /> : null}
      </MessageList>
      {row.archived ? (
        <p class="no-writing">This channel is archived: it can be read, and nothing can be written.</p>
      ) : row.isMember ? (
        <Composer key={`${me.value} ${row.id}`} row={row} label={label} />
      ) : (
        <div class="no-writing">
          <span>You are looking at {label} from outside.</span>
          <JoinButton id={row.id} />
        </div>
      )}
    </section>
  );
}

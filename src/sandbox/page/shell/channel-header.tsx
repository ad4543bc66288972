/** What a channel is: name, topic, what is pinned in it, how many are there, and the way in. */
import { useSignal } from '@preact/signals';
import type { ChannelRow } from '../../control/wire.ts';
import { Mrkdwn } from '../blocks/mrkdwn.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { me } from '../state/address.ts';
import { act } from '../state/ask.ts';
import { section } from '../state/live.ts';
import { nameOf } from '../state/people.ts';
import { channelLabel } from './jump-matches.ts';
import { Menu } from './menu.tsx';
import { PinnedList } from './pinned-list.tsx';

export function ChannelHeader({ row }: { readonly row: ChannelRow }) {
  const ws = section('workspace').value;
  if (!ws) return null;
  const label = channelLabel(row, ws, me.value);
  const about = row.topic || row.purpose;
  const members = row.members.length;
  return (
    <header class="chan-head">
      <div class="chan-what">
        <h2 id="channel-name" class="chan-name">
          {row.kind === 'im' ? (
            label
          ) : (
            <>
              <Icon name={row.kind === 'private' ? 'lock' : 'hash'} size={17} />
              {row.name}
            </>
          )}
        </h2>
        {about ? (
          <p class="chan-topic">
            <Mrkdwn text={about} />
          </p>
        ) : null}
      </div>
      <div class="chan-tools">
        {row.pins.length > 0 ? (
          <Menu icon="pin" text={String(row.pins.length)} label={`${row.pins.length} pinned`}>
            {(close) => <PinnedList pins={row.pins} onGo={close} />}
          </Menu>
        ) : null}
        {row.kind === 'im' ? null : (
          <Menu icon="users" text={String(members)} label={members === 1 ? '1 member' : `${members} members`}>
            {() => (
              <ul class="member-list" aria-label="Members">
                {row.members.map((id) => (
                  <li key={id}>{nameOf(id)}</li>
                ))}
              </ul>
            )}
          </Menu>
        )}
      </div>
    </header>
  );
}

export function JoinButton({ id }: { readonly id: string }) {
  const busy = useSignal(false);
  return (
    <Button tone="primary" small disabled={busy.value} onPress={() => act({ do: 'join', channel: id })}>
      Join
    </Button>
  );
}

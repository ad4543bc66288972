/** The workspace at the left: who one is, the channels with what is unread in them, and the direct message with the bot. */
import type { ChannelRow, WorkspaceSection } from '../../control/wire.ts';
import { pointing } from '../panels/pointing.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { channel, me } from '../state/address.ts';
import { goToChannel } from '../state/go.ts';
import { section } from '../state/live.ts';
import { channels } from '../state/people.ts';
import { Avatar } from './avatar.tsx';
import { channelLabel } from './jump-matches.ts';
import { PersonSwitcher } from './person-switcher.tsx';

export function Sidebar() {
  const ws = section('workspace').value;
  const open = channels.value.filter((c) => !c.archived || c.id === channel.value);
  const rooms = open.filter((c) => c.kind !== 'im' && c.kind !== 'mpim').sort((a, b) => (a.name < b.name ? -1 : 1));
  return (
    <>
      <PersonSwitcher />
      <div class="side-lists">
        <List title="Channels" rows={rooms.filter((c) => c.isMember)} ws={ws} />
        <List title="Direct messages" rows={open.filter((c) => c.kind === 'im' || c.kind === 'mpim')} ws={ws} />
        <List title="More channels" rows={rooms.filter((c) => !c.isMember)} ws={ws} />
      </div>
    </>
  );
}

interface ListProps {
  readonly title: string;
  readonly rows: readonly ChannelRow[];
  readonly ws: WorkspaceSection | undefined;
}

const List = ({ title, rows, ws }: ListProps) =>
  ws && rows.length > 0 ? (
    <section class="side-list" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {rows.map((c) => (
          <li key={c.id}>
            <ChannelLink row={c} ws={ws} />
          </li>
        ))}
      </ul>
    </section>
  ) : null;

function ChannelLink({ row, ws }: { readonly row: ChannelRow; readonly ws: WorkspaceSection }) {
  const label = channelLabel(row, ws, me.value);
  const here = row.id === channel.value;
  const unread = row.unread > 0 && !here;
  const pointed = pointing.value?.kind === 'channel' && pointing.value.id === row.id;
  return (
    <button
      type="button"
      class={`side-row${unread ? ' unread' : ''}${row.isMember ? '' : ' dim'}`}
      aria-current={here ? 'page' : undefined}
      data-channel={row.name}
      data-pointed={pointed ? '' : undefined}
      onClick={() => goToChannel(row.id)}
    >
      {row.kind === 'im' ? <Avatar name={label} bot size="small" /> : <Icon name={iconOf(row)} size={14} />}
      <span class="side-name">{row.kind === 'im' ? label : row.name}</span>
      {unread ? <span class="unseen">{`, ${row.unread} unread`}</span> : null}
      {row.mentions > 0 && !here ? (
        <span class="mentions">
          <span aria-hidden="true">{row.mentions}</span>
          <span class="unseen">{row.mentions === 1 ? ', 1 mention' : `, ${row.mentions} mentions`}</span>
        </span>
      ) : null}
    </button>
  );
}

const iconOf = (c: ChannelRow): IconName => (c.kind === 'private' ? 'lock' : c.kind === 'mpim' ? 'users' : 'hash');

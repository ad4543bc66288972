/** Mentions and dates, wherever they stand: in mrkdwn and in rich text. */
import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { showDate } from '../../slack/show/date-token.ts';
import { worldSecond } from '../panels/world-now.ts';
import { me } from '../state/address.ts';
import { goToChannel } from '../state/go.ts';
import { section } from '../state/live.ts';
import { channels, personOf } from '../state/people.ts';
import { fullWords, zone } from '../state/world-time.ts';
import { WebLink } from './words.tsx';

interface MentionProps {
  readonly id: string;
  /** What whoever wrote it called it; only for those the workspace does not know. */
  readonly label?: string | undefined;
}

const mention = (isMe: boolean) => (isMe ? 'bk-mention bk-mention-me' : 'bk-mention');

export function UserMention({ id, label }: MentionProps) {
  const person = personOf(id);
  return (
    <bdi class={mention(id === me.value)} title={person?.realName}>
      @{person?.name ?? label ?? id}
    </bdi>
  );
}

export function GroupMention({ id, label }: MentionProps) {
  const group = section('workspace').value?.groups.find((g) => g.id === id);
  const handle = (group?.handle ?? label ?? 'group').replace(/^@/, '');
  return <bdi class={mention(group?.users.includes(me.value) ?? false)}>@{handle}</bdi>;
}

/** Everybody who reads it is meant. */
export const BroadcastMention = ({ range }: { readonly range: string }) => (
  <span class={mention(true)}>@{range === 'group' ? 'here' : range}</span>
);

export function ChannelMention({ id, label }: MentionProps) {
  const channel = channels.value.find((c) => c.id === id);
  if (!channel) return <bdi class="bk-mention">{label ? `#${label}` : 'a private channel'}</bdi>;
  return (
    <button type="button" class="bk-mention bk-channel" onClick={() => goToChannel(id)}>
      <bdi>#{channel.name}</bdi>
    </button>
  );
}

interface DateWordsProps {
  readonly seconds: number;
  readonly format: string;
  readonly fallback: string;
  readonly url?: string | undefined;
}

/** A point in time in the reader's zone; the whole date is its tooltip. */
export function DateWords({ seconds, format, fallback, url }: DateWordsProps) {
  const real = Number.isFinite(seconds) && Math.abs(seconds) < 8.64e12 && format !== '';
  // Redrawn when its words change, not at every tick of the clock.
  const words = useMemo(
    () => computed(() => (real ? showDate(seconds, format, zone, worldSecond.value) : fallback)),
    [real, seconds, format, fallback],
  );
  const shown = real ? (
    <time dateTime={new Date(seconds * 1000).toISOString()} title={fullWords(seconds * 1000, zone)}>
      {words}
    </time>
  ) : (
    <bdi>{fallback}</bdi>
  );
  return url ? <WebLink url={url}>{shown}</WebLink> : shown;
}

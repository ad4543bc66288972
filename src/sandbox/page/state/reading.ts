/** What has been seen: tells Slack, and remembers where the new ones began when a channel was opened. */
import { effect, signal } from '@preact/signals';
import { channel, me, panel } from './address.ts';
import { act } from './ask.ts';
import { messages } from './live.ts';
import { openChannel } from './people.ts';
import { width } from './width.ts';
import { windowSeen } from './window-seen.ts';

/** Long enough to have glanced at it. */
const GLANCE_MS = 700;

/** Timestamp of the last message seen before this person opened this channel. */
export const seenBefore = signal<string | undefined>(undefined);

const looksAtSlack = () => windowSeen.value && (width.value !== 'narrow' || panel.value === 'slack');

function rememberWhereNewBegan(): () => void {
  let place = '';
  return effect(() => {
    const here = `${me.value} ${channel.value}`;
    const open = openChannel.value;
    if (!looksAtSlack()) {
      place = '';
      return;
    }
    if (!open || place === here) return;
    place = here;
    seenBefore.value = open.isMember && open.unread > 0 ? open.lastRead : undefined;
  });
}

function tellWhatWasSeen(): () => void {
  return effect(() => {
    const open = openChannel.value;
    const held = messages.value;
    if (!open?.isMember || held.channel !== open.id || !looksAtSlack()) return;
    const newest = [...held.byTs.values()].findLast((m) => m.onlyFor === undefined);
    if (!newest || Number(newest.ts) <= Number(open.lastRead || 0)) return;
    const timer = setTimeout(() => void act({ do: 'read', channel: open.id, ts: newest.ts }), GLANCE_MS);
    return () => clearTimeout(timer);
  });
}

export function keepReading(): () => void {
  const stops = [rememberWhereNewBegan(), tellWhatWasSeen()];
  return () => {
    for (const stop of stops) stop();
  };
}

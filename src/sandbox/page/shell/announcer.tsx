/** Reads out the newest message of the open channel, and only that: a log that spoke would read out every edited card. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { me } from '../state/address.ts';
import { messages } from '../state/live.ts';
import { channels, nameOf } from '../state/people.ts';
import { plainWords, shortened } from './plain-words.ts';

const MOST = 240;

export function Announcer() {
  const words = useSignal('');
  const known = useRef({ place: '', last: 0 });
  useSignalEffect(() => {
    const held = messages.value;
    const newest = [...held.byTs.values()].at(-1);
    const place = `${me.value} ${held.channel}`;
    const before = known.current;
    const last = Number(newest?.ts ?? 0);
    if (place === before.place && last <= before.last) return;
    known.current = { place, last };
    // What was there when one came is not news.
    if (place !== before.place || !newest || newest.user === me.value) return;
    const names = { person: nameOf, channel: (id: string) => channels.value.find((c) => c.id === id)?.name };
    words.value = `${nameOf(newest.user)}: ${shortened(plainWords(newest.text, names), MOST)}`;
  });
  return (
    <p class="unseen" role="status">
      {words.value}
    </p>
  );
}

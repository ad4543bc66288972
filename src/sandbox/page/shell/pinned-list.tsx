/** What is pinned in the open channel; a press leads to it. */
import { goToThread } from '../state/go.ts';
import { messages } from '../state/live.ts';
import { channels, nameOf } from '../state/people.ts';
import { timeWords, tsMs, zone } from '../state/world-time.ts';
import { plainWords, shortened } from './plain-words.ts';
import { isReply } from './rows.ts';
import { showMessage } from './show-message.ts';

interface PinnedListProps {
  readonly pins: readonly string[];
  readonly onGo: () => void;
}

export function PinnedList({ pins, onGo }: PinnedListProps) {
  const held = messages.value.byTs;
  const found = pins.flatMap((ts) => held.get(ts) ?? []);
  if (found.length === 0) return <p class="menu-words">What is pinned here is not loaded.</p>;
  const names = { person: nameOf, channel: (id: string) => channels.value.find((c) => c.id === id)?.name };
  return (
    <ul class="pin-list" aria-label="Pinned messages">
      {found.map((m) => (
        <li key={m.ts}>
          <button
            type="button"
            class="pin-row"
            onClick={() => {
              onGo();
              if (isReply(m) && m.threadTs) goToThread(m.threadTs);
              showMessage(m.ts);
            }}
          >
            <span class="pin-from">{`${nameOf(m.user)}, ${timeWords(tsMs(m.ts), zone)}`}</span>
            <span>{shortened(plainWords(m.text, names), 110)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

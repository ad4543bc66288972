/** The raw requests between the bot and the vendors, as they happen. */
import { useComputed, useSignal } from '@preact/signals';
import type { TrafficRow } from '../../control/wire.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { traffic } from '../state/live.ts';
import { TrafficDetails } from './traffic-details.tsx';
import { TrafficList } from './traffic-list.tsx';
import { matching, serverName, serversOf } from './traffic-rows.ts';

export function TrafficPanel() {
  const server = useSignal('');
  const text = useSignal('');
  const selected = useSignal<number | undefined>(undefined);
  /** Rows at the moment of the pause; undefined while it runs. */
  const held = useSignal<readonly TrafficRow[] | undefined>(undefined);
  const rows = useComputed(() => matching(held.value ?? traffic.value, { server: server.value, text: text.value }));
  const row = useComputed(() => traffic.value.find((r) => r.n === selected.value));
  const select = (n: number | undefined) => {
    selected.value = n;
  };
  const missed = held.value ? (traffic.value.at(-1)?.n ?? 0) - (held.value.at(-1)?.n ?? 0) : 0;
  return (
    <div class="panel traffic">
      <search class="traffic-tools" aria-label="Filter of the traffic">
        <select
          class="field"
          aria-label="Server"
          value={server}
          onChange={(e) => (server.value = e.currentTarget.value)}
        >
          <option value="">All servers</option>
          {serversOf(traffic.value).map((s) => (
            <option key={s} value={s}>
              {serverName(s)}
            </option>
          ))}
        </select>
        <input
          class="field"
          type="search"
          aria-label="Text in method, path, status or fault"
          placeholder="Filter"
          value={text}
          onInput={(e) => (text.value = e.currentTarget.value)}
        />
        <Button
          icon={held.value ? 'play' : 'pause'}
          aria-pressed={held.value !== undefined}
          onPress={() => {
            held.value = held.value ? undefined : traffic.value;
          }}
        >
          {held.value ? 'Go on' : 'Pause'}
        </Button>
      </search>
      <p class="traffic-sum" role="status">
        {countWords(rows.value.length, traffic.value.length)}
        {missed > 0 ? `, ${missed} more since the pause` : ''}
      </p>
      {rows.value.length === 0 ? (
        <Empty icon="pulse">
          {traffic.value.length === 0
            ? 'No request yet. Declare an incident and watch the bot talk to Slack and PagerDuty.'
            : 'No request fits the filter.'}
        </Empty>
      ) : (
        <TrafficList rows={rows.value} selected={selected.value} onSelect={select} />
      )}
      {row.value ? <TrafficDetails key={row.value.n} row={row.value} onClose={() => select(undefined)} /> : null}
    </div>
  );
}

function countWords(found: number, all: number): string {
  const requests = all === 1 ? '1 request' : `${all} requests`;
  return found === all ? `${requests}, newest first` : `${found} of ${requests}, newest first`;
}

/** What the record holds, and how it grew since the last fault. A count that moves lights up. */
import { useRef } from 'preact/hooks';
import { Badge } from '../parts/badge.tsx';
import { Group } from '../parts/group.tsx';
import { section } from '../state/live.ts';
import { before } from './record-before.ts';
import { type CountRow, changeWords, countRows, verdict } from './record-words.ts';

export function RecordCounts() {
  const processes = section('processes').value;
  if (!processes) return null;
  const { record, backend } = processes;
  const then = before.value;
  const said = then ? verdict(then.record, record) : undefined;
  const rows = countRows(record, then?.record);
  return (
    <Group title="The record" aside={<Badge>{backend === 'redis' ? 'Queue on Redis' : 'Queue on PostgreSQL'}</Badge>}>
      <p class="note">PostgreSQL is the record: nothing below is lost when a process dies or the queue is emptied.</p>
      <dl class="counts">
        {rows.map((row) => (
          <Count key={row.key} row={row} />
        ))}
      </dl>
      {then && said ? (
        <p class={`verdict verdict-${said.tone}`} role="status">
          <b>Since “{then.fault}”:</b> {said.text}
        </p>
      ) : null}
      <details class="explained">
        <summary>What these count</summary>
        <ul>
          {rows.map((row) => (
            <li key={row.key}>
              <b>{row.name}</b>: {row.explains}
            </li>
          ))}
        </ul>
      </details>
    </Group>
  );
}

function Count({ row }: { readonly row: CountRow }) {
  // What is shown for the first time did not move.
  const first = useRef(row.now);
  return (
    <div class="tally">
      <dt>{row.name}</dt>
      <dd>
        {/* A new key makes a new element, and its animation runs anew. */}
        <span key={row.now} class={row.now === first.current ? undefined : 'flash'}>
          {row.now}
        </span>
        <small>{changeWords(row)}</small>
      </dd>
    </div>
  );
}

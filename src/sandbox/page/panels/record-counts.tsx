/** What the record holds, beside what it held before the last fault. A count that moves lights up. */
import { Badge } from '../parts/badge.tsx';
import { Group } from '../parts/group.tsx';
import { section } from '../state/live.ts';
import { before } from './record-before.ts';
import { type CountRow, countRows, verdict } from './record-words.ts';

export function RecordCounts() {
  const processes = section('processes').value;
  if (!processes) return null;
  const { record, backend } = processes;
  const then = before.value;
  const said = then ? verdict(then.record, record) : undefined;
  return (
    <Group title="The record" aside={<Badge>{backend === 'redis' ? 'Queue on Redis' : 'Queue on PostgreSQL'}</Badge>}>
      <p class="note">PostgreSQL is the record: nothing below is lost when a process dies or the queue is emptied.</p>
      <table class="table counts">
        <thead>
          <tr>
            <th scope="col">Count</th>
            {then ? (
              <th scope="col" class="num">
                Before
              </th>
            ) : null}
            <th scope="col" class="num">
              Now
            </th>
          </tr>
        </thead>
        <tbody>
          {countRows(record, then?.record).map((row) => (
            <CountLine key={row.key} row={row} compared={then !== undefined} />
          ))}
        </tbody>
      </table>
      {then && said ? (
        <p class={`verdict verdict-${said.tone}`} role="status">
          <b>Since “{then.fault}”:</b> {said.text}
        </p>
      ) : null}
    </Group>
  );
}

const CountLine = ({ row, compared }: { readonly row: CountRow; readonly compared: boolean }) => (
  <tr>
    <th scope="row">
      {row.name}
      <small>{row.explains}</small>
    </th>
    {compared ? <td class="num dim">{row.before ?? '–'}</td> : null}
    {/* A new key makes a new element, and its animation runs anew. */}
    <td class="num">
      <span key={row.now} class="flash">
        {row.now}
      </span>
    </td>
  </tr>
);

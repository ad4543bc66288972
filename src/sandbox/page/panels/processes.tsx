/** The real processes behind the page: the bot and its workers. */
import type { ProcessRow } from '../../control/wire.ts';
import { Badge } from '../parts/badge.tsx';
import { Group } from '../parts/group.tsx';
import type { Tone } from '../parts/tone.ts';
import { section } from '../state/live.ts';

const STATES: Readonly<Record<ProcessRow['state'], readonly [Tone, string]>> = {
  starting: ['warn', 'Starting'],
  running: ['good', 'Running'],
  killed: ['bad', 'Killed'],
  stopped: ['plain', 'Stopped'],
};

export function Processes() {
  const all = section('processes').value?.processes;
  if (!all) return null;
  return (
    <Group title="Processes">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">State</th>
            <th scope="col" class="num">
              Process id
            </th>
            <th scope="col" class="num">
              Restarts
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map((p) => (
            <tr key={p.name}>
              <th scope="row">{p.name}</th>
              <td>
                <Badge tone={STATES[p.state][0]}>{STATES[p.state][1]}</Badge>
              </td>
              <td class="num mono">{p.pid ?? '–'}</td>
              <td class="num">{p.restarts}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Group>
  );
}

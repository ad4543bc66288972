/** Everything one can break on purpose, under the record that does not mind. */
import { useId } from 'preact/hooks';
import type { FaultRow } from '../../control/wire.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { Group } from '../parts/group.tsx';
import { Switch } from '../parts/switch.tsx';
import { actFault } from '../state/ask.ts';
import { section } from '../state/live.ts';
import { pointing } from './pointing.ts';
import { Processes } from './processes.tsx';
import { rememberRecord } from './record-before.ts';
import { RecordCounts } from './record-counts.tsx';

export function FaultsPanel() {
  const faults = section('faults').value;
  if (!faults) return <Empty icon="bolt">The faults are being fetched.</Empty>;
  const on = faults.filter((f) => f.on).length;
  return (
    <div class="panel faults">
      <RecordCounts />
      <Group title="Faults that stay on" aside={on > 0 ? <Badge tone="warn">{on} on</Badge> : undefined}>
        <ul class="fault-list">
          {faults
            .filter((f) => f.kind === 'switch')
            .map((f) => (
              <Fault key={f.id} fault={f} />
            ))}
        </ul>
      </Group>
      <Group title="Faults that happen once">
        <ul class="fault-list">
          {faults
            .filter((f) => f.kind === 'stroke')
            .map((f) => (
              <Fault key={f.id} fault={f} />
            ))}
        </ul>
      </Group>
      <Processes />
    </div>
  );
}

function Fault({ fault }: { readonly fault: FaultRow }) {
  const id = useId();
  const at = pointing.value;
  const pointed = at?.kind === 'fault' && at.id === fault.id;
  const press = (on: boolean) => {
    if (on) rememberRecord(fault.title);
    return actFault({ id: fault.id, on });
  };
  return (
    <li class="fault" data-on={fault.on ? '' : undefined}>
      <div class="fault-text">
        <h4>{fault.title}</h4>
        <p id={id}>{fault.explains}</p>
        <p class="fault-hits">{hitWords(fault)}</p>
      </div>
      {fault.kind === 'switch' ? (
        <Switch on={fault.on} label={fault.title} explainedBy={id} pointed={pointed} onTurn={press} />
      ) : (
        <Button
          small
          icon="bolt"
          aria-label={`Do it: ${fault.title}`}
          aria-describedby={id}
          pointed={pointed}
          onPress={() => press(true)}
        >
          Do it
        </Button>
      )}
    </li>
  );
}

function hitWords({ kind, hits, on }: FaultRow): string {
  if (kind === 'stroke') return hits === 0 ? 'Not done yet' : hits === 1 ? 'Done once' : `Done ${hits} times`;
  if (hits === 0) return on ? 'Met no request yet' : '';
  return hits === 1 ? 'Met 1 request' : `Met ${hits} requests`;
}

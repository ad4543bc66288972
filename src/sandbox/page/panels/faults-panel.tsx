/** Everything one can break on purpose, under the record that does not mind. */
import type { FaultRow } from '../../control/wire.ts';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { Group } from '../parts/group.tsx';
import { section } from '../state/live.ts';
import { FaultItem } from './fault-item.tsx';
import { Processes } from './processes.tsx';
import { RecordCounts } from './record-counts.tsx';

export function FaultsPanel() {
  const faults = section('faults').value;
  if (!faults) return <Empty icon="bolt">The faults are being fetched.</Empty>;
  const on = faults.filter((f) => f.on).length;
  return (
    <div class="panel faults">
      <RecordCounts />
      <Group title="Faults that stay on" aside={on > 0 ? <Badge tone="warn">{on} on</Badge> : undefined}>
        <Faults faults={faults.filter((f) => f.kind === 'switch')} />
      </Group>
      <Group title="Faults that happen once">
        <Faults faults={faults.filter((f) => f.kind === 'stroke')} />
      </Group>
      <Processes />
    </div>
  );
}

const Faults = ({ faults }: { readonly faults: readonly FaultRow[] }) => (
  <ul class="fault-list">
    {faults.map((f) => (
      <FaultItem key={f.id} fault={f} />
    ))}
  </ul>
);

/** The service and its cluster: how it is, what runs, and what one can do to it. */
import type { WorldSection } from '../../control/wire.ts';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { Group } from '../parts/group.tsx';
import { section } from '../state/live.ts';
import { ErrorChart } from './error-chart.tsx';
import { imageTag } from './image-words.ts';
import { Processes } from './processes.tsx';
import { RecordCounts } from './record-counts.tsx';
import { WorldActions } from './world-actions.tsx';
import { Pods, Revisions } from './world-tables.tsx';

export function WorldPanel() {
  const world = section('world').value;
  if (!world) return <Empty icon="globe">The cluster is being started.</Empty>;
  return (
    <div class="panel world">
      <Health world={world} />
      <ErrorChart />
      <Deployment world={world} />
      <WorldActions world={world} />
      <Pods pods={world.pods} />
      <Revisions revisions={world.revisions} />
      <Processes />
      <RecordCounts />
    </div>
  );
}

const Health = ({ world }: { readonly world: WorldSection }) => (
  <Group title="Service">
    <dl class="facts">
      <div class={`fact fact-${world.health.ok ? 'good' : 'bad'}`}>
        <dt>Health check</dt>
        <dd>
          <span role="status">{world.health.ok ? 'Healthy' : 'Unhealthy'}</span> <small>{world.health.status}</small>
        </dd>
      </div>
      <div class="fact">
        <dt>Requests</dt>
        <dd>
          {world.traffic.rps} <small>per second</small>
        </dd>
      </div>
    </dl>
  </Group>
);

function Deployment({ world }: { readonly world: WorldSection }) {
  const all = world.ready >= world.replicas;
  return (
    <Group
      title="Deployment"
      aside={
        <Badge tone={all ? 'good' : world.ready === 0 ? 'bad' : 'warn'}>
          {world.ready} of {world.replicas} ready
        </Badge>
      }
    >
      <p class="deployment">
        <b>{world.deployment}</b> in {world.namespace}
      </p>
      <meter
        class="ready-bar"
        min={0}
        max={Math.max(1, world.replicas)}
        low={world.replicas / 2}
        high={Math.max(1, world.replicas) - 0.5}
        optimum={Math.max(1, world.replicas)}
        value={Math.min(world.ready, world.replicas)}
        aria-label={`${world.ready} of ${world.replicas} replicas are ready`}
      />
      <p class="note">
        Image <span class="mono">{imageTag(world.image)}</span>, revision {world.revision}
        {world.updated < world.replicas ? `, ${world.updated} of ${world.replicas} updated` : ''}
      </p>
    </Group>
  );
}

/** What somebody else does to the service: CI deploys, an operator scales, users come. */
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { WorldSection } from '../../control/wire.ts';
import { Button } from '../parts/button.tsx';
import { Group } from '../parts/group.tsx';
import { actWorld } from '../state/ask.ts';

const RELEASES = [
  ['good', 'A good one'],
  ['crash', 'One that crashes'],
  ['neverReady', 'One that never gets ready'],
] as const;

const MOST_REPLICAS = 50;
const MOST_RPS = 2_000;

export const WorldActions = ({ world }: { readonly world: WorldSection }) => (
  <>
    <Group title="CI deploys a release">
      <div class="wrap">
        {RELEASES.map(([release, words]) => (
          <Button key={release} small onPress={() => actWorld({ do: 'deploy', release })}>
            {words}
          </Button>
        ))}
      </div>
    </Group>
    <Group title="Load and size">
      <Traffic rps={world.traffic.rps} />
      <Scale key={world.replicas} replicas={world.replicas} />
    </Group>
  </>
);

function Traffic({ rps }: { readonly rps: number }) {
  const id = useId();
  const dragged = useSignal<number | undefined>(undefined);
  const value = dragged.value ?? rps;
  const set = async (to: number) => {
    dragged.value = to;
    await actWorld({ do: 'traffic', rps: to });
    dragged.value = undefined;
  };
  return (
    <div class="setting">
      <label for={id}>Traffic</label>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(MOST_RPS, rps)}
        step={10}
        value={value}
        aria-valuetext={`${value} requests per second`}
        onInput={(e) => {
          dragged.value = e.currentTarget.valueAsNumber;
        }}
        onChange={(e) => void set(e.currentTarget.valueAsNumber)}
      />
      <output for={id}>{value}/s</output>
    </div>
  );
}

function Scale({ replicas }: { readonly replicas: number }) {
  const id = useId();
  const wanted = useSignal(replicas);
  const by = (step: number) => () => {
    wanted.value = Math.min(MOST_REPLICAS, Math.max(0, wanted.value + step));
  };
  return (
    <div class="setting">
      <label for={id}>Replicas</label>
      <span class="stepper">
        <Button small icon="minus" label="One replica less" onPress={by(-1)} />
        <input
          id={id}
          class="field"
          type="number"
          min={0}
          max={MOST_REPLICAS}
          value={wanted}
          onInput={(e) => {
            const typed = e.currentTarget.valueAsNumber;
            if (Number.isInteger(typed)) wanted.value = Math.min(MOST_REPLICAS, Math.max(0, typed));
          }}
        />
        <Button small icon="plus" label="One replica more" onPress={by(1)} />
      </span>
      <Button
        small
        disabled={wanted.value === replicas}
        onPress={() => actWorld({ do: 'scale', replicas: wanted.value })}
      >
        Scale
      </Button>
    </div>
  );
}

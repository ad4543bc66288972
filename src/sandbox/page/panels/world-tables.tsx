/** The pods and the releases of the service, as tables. */
import { useSignal } from '@preact/signals';
import type { PodRow, WorldSection } from '../../control/wire.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Group } from '../parts/group.tsx';
import { imageTag, podSuffix, podTone, troubledFirst } from './image-words.ts';
import { age } from './span-words.ts';
import { worldSecond } from './world-now.ts';

/** A service of many pods must not push all else off the screen. */
const FEW = 12;

export function Pods({ pods }: { readonly pods: readonly PodRow[] }) {
  const all = useSignal(false);
  const drawn = all.value ? troubledFirst(pods) : troubledFirst(pods).slice(0, FEW);
  return (
    <Group title="Pods" aside={<span class="dim">{pods.length}</span>}>
      {pods.length === 0 ? (
        <p class="note">No pod runs.</p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Pod</th>
              <th scope="col">Status</th>
              <th scope="col" class="num">
                Restarts
              </th>
              <th scope="col" class="num">
                Age
              </th>
            </tr>
          </thead>
          <tbody>
            {drawn.map((p) => (
              <tr key={p.name}>
                <th scope="row" class="mono" title={`${p.name}, ${imageTag(p.image)}`}>
                  {podSuffix(p.name)}
                </th>
                <td>
                  <Badge tone={podTone(p.status, p.ready)}>
                    {p.status === 'Running' && !p.ready ? 'Not ready' : p.status}
                  </Badge>
                </td>
                <td class="num">{p.restarts}</td>
                <td class="num">{age(worldSecond.value - p.createdAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {pods.length > FEW ? (
        <Button
          small
          tone="quiet"
          aria-expanded={all.value}
          onPress={() => {
            all.value = !all.value;
          }}
        >
          {all.value ? 'Show fewer' : `Show all ${pods.length} pods`}
        </Button>
      ) : null}
    </Group>
  );
}

export function Revisions({ revisions }: { readonly revisions: WorldSection['revisions'] }) {
  return (
    <Group title="Revisions">
      <table class="table">
        <thead>
          <tr>
            <th scope="col" class="num">
              No.
            </th>
            <th scope="col">Release</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {revisions.map((r) => (
            <tr key={r.revision}>
              <th scope="row" class="num">
                {r.revision}
              </th>
              <td>
                <span class="mono">{imageTag(r.image)}</span>
                {r.cause ? <small>{r.cause}</small> : null}
              </td>
              <td class="badges">
                {r.current ? <Badge tone="accent">Current</Badge> : null}
                {r.bad ? <Badge tone="bad">Known bad</Badge> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Group>
  );
}

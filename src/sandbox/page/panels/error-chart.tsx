/** The service's error rate over the last minutes of world time, drawn live. */
import { useComputed } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Badge } from '../parts/badge.tsx';
import { Group } from '../parts/group.tsx';
import { points, section } from '../state/live.ts';
import { timeWords, zone } from '../state/world-time.ts';
import {
  areaPath,
  chartWords,
  linePath,
  type Point,
  type Scale,
  shareTicks,
  shareWords,
  shown,
  timeTicks,
  topFor,
  xOf,
  yOf,
} from './chart-scale.ts';
import { worldSecond } from './world-now.ts';

const SPAN_MS = 30 * 60_000;
/** What the runbook accepts as recovered: less than one request in a thousand fails. */
const LIMIT = 0.001;

const WIDTH = 300;
const HEIGHT = 96;
const LEFT = 44;
const BELOW = 18;
const ABOVE = 8;

export function ErrorChart() {
  const drawn = useComputed(() => {
    // Redrawn every few seconds of the world, not with every tick of the clock.
    const to = Math.ceil(worldSecond.value / 5_000) * 5_000;
    const from = to - SPAN_MS;
    const inside = shown(points.value, from, to, WIDTH);
    const now = section('world').value?.traffic.failing ?? inside.at(-1)?.[1] ?? 0;
    const live: Point[] = inside.length > 0 ? [...inside, [to, now]] : [];
    const highest = Math.max(0, ...live.map(([, share]) => share));
    const scale: Scale = { from, to, most: topFor(highest, LIMIT), width: WIDTH, height: HEIGHT };
    return { scale, live, now };
  });
  const { scale, live, now } = drawn.value;
  const over = now > LIMIT;
  return (
    <Group
      title="Error rate"
      aside={
        <Badge tone={over ? 'bad' : 'good'}>
          {shareWords(now)}, {over ? 'above the limit' : 'within the limit'}
        </Badge>
      }
    >
      {live.length === 0 ? (
        <p class="note">No measurements yet.</p>
      ) : (
        <Drawing scale={scale} points={live} over={over} />
      )}
    </Group>
  );
}

interface DrawingProps {
  readonly scale: Scale;
  readonly points: readonly Point[];
  readonly over: boolean;
}

function Drawing({ scale, points: live, over }: DrawingProps) {
  const id = useId();
  const time = (ms: number) => timeWords(ms, zone);
  const offset = -new Date(scale.to).getTimezoneOffset() * 60_000;
  const last = live.at(-1);
  const limit = yOf(scale, LIMIT);
  return (
    <figure class="chart" data-over={over ? '' : undefined}>
      <svg viewBox={`${-LEFT} ${-ABOVE} ${LEFT + WIDTH + 6} ${ABOVE + HEIGHT + BELOW}`} role="img" aria-labelledby={id}>
        <title id={id}>{`Share of requests that fail. ${chartWords(live, LIMIT, time)}`}</title>
        {shareTicks(scale.most).map((s) => (
          <g key={s}>
            <line class="chart-grid" x1={0} x2={WIDTH} y1={yOf(scale, s)} y2={yOf(scale, s)} />
            <text class="chart-label" x={-6} y={yOf(scale, s) + 3.5} text-anchor="end">
              {shareWords(s)}
            </text>
          </g>
        ))}
        {timeTicks(scale.from, scale.to, 4, offset).map((t) => (
          <g key={t}>
            <line class="chart-grid" x1={xOf(scale, t)} x2={xOf(scale, t)} y1={HEIGHT} y2={HEIGHT + 4} />
            <text class="chart-label" x={xOf(scale, t)} y={HEIGHT + 15} text-anchor="middle">
              {time(t)}
            </text>
          </g>
        ))}
        <path class="chart-area" d={areaPath(scale, live)} />
        <path class="chart-line" d={linePath(scale, live)} />
        <line class="chart-limit" x1={0} x2={WIDTH} y1={limit} y2={limit} />
        {last ? <circle class="chart-now" cx={xOf(scale, last[0])} cy={yOf(scale, last[1])} r={3.5} /> : null}
      </svg>
      <figcaption>
        <span class="chart-key" aria-hidden="true" /> Limit {shareWords(LIMIT)}: below it, the runbook is content
      </figcaption>
    </figure>
  );
}

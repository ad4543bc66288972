/** The list of exchanges, newest first: the arrow keys walk it, and only one of its rows is a stop of the tab key. */
import { useSignal } from '@preact/signals';
import { memo } from 'preact/compat';
import { useCallback, useRef } from 'preact/hooks';
import type { TrafficRow } from '../../control/wire.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { briefPath, statusWords, stepFrom, wayWords } from './traffic-rows.ts';
import { timeHere } from './world-now.ts';

interface TrafficListProps {
  /** Newest first. */
  readonly rows: readonly TrafficRow[];
  readonly selected: number | undefined;
  readonly onSelect: (n: number | undefined) => void;
}

/** Rows drawn at first, and more with each press: a browser draws these without a pause. */
const SHOWN = 150;

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

export function TrafficList({ rows, selected, onSelect }: TrafficListProps) {
  const most = useSignal(SHOWN);
  const list = useRef<HTMLOListElement>(null);
  const drawn = rows.slice(0, most.value);
  const now = useRef(drawn);
  now.current = drawn;
  const entry = drawn.some((r) => r.n === selected) ? selected : drawn[0]?.n;
  const onKey = useCallback((e: KeyboardEvent) => {
    const step = STEPS[e.key];
    if (e.key === 'Escape') onSelect(undefined);
    else if (step !== undefined) {
      const next = stepFrom(now.current, Number((e.currentTarget as HTMLElement).dataset.n), step);
      onSelect(next);
      list.current?.querySelector<HTMLElement>(`[data-n="${next}"]`)?.focus();
    } else return;
    e.preventDefault();
  }, []);
  return (
    <div class="traffic-scroll">
      <ol class="traffic-list" aria-label="Requests" ref={list}>
        {drawn.map((r) => (
          <Line
            key={r.n}
            row={r}
            selected={r.n === selected}
            reachable={r.n === entry}
            onSelect={onSelect}
            onKey={onKey}
          />
        ))}
      </ol>
      {rows.length > drawn.length ? (
        <Button
          small
          class="traffic-older"
          onPress={() => {
            most.value += SHOWN;
          }}
        >
          Show {Math.min(SHOWN, rows.length - drawn.length)} older
        </Button>
      ) : null}
    </div>
  );
}

interface LineProps {
  readonly row: TrafficRow;
  readonly selected: boolean;
  readonly reachable: boolean;
  readonly onSelect: (n: number) => void;
  readonly onKey: (e: KeyboardEvent) => void;
}

const Line = memo(
  ({ row, selected, reachable, onSelect, onKey }: LineProps) => {
    const status = statusWords(row);
    return (
      <li class="exchange" data-selected={selected ? '' : undefined}>
        <button
          type="button"
          class="exchange-path"
          data-n={row.n}
          title={`${row.method} ${row.path}`}
          tabIndex={reachable ? 0 : -1}
          aria-expanded={selected}
          onClick={() => onSelect(row.n)}
          onKeyDown={onKey}
        >
          <b>{row.method}</b> {row.what ?? briefPath(row.path)}
        </button>
        <Badge tone={status.tone}>{status.words}</Badge>
        <small class="exchange-note">
          {timeHere(row.at)} <Icon name={row.direction === 'in' ? 'arrowRight' : 'arrowLeft'} size={12} />
          {wayWords(row)}
          {row.fault ? <b class="exchange-fault">Fault: {row.fault}</b> : null}
        </small>
      </li>
    );
  },
  (a, b) => a.row === b.row && a.selected === b.selected && a.reachable === b.reachable,
);

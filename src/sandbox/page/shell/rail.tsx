/** The world beside Slack: the clock over everything, and one panel at a time. In a medium window its tabs open and close it. */
import { useRef } from 'preact/hooks';
import { ClockBar } from '../panels/clock-bar.tsx';
import { Count } from '../parts/badge.tsx';
import { Icon } from '../parts/icon.tsx';
import { panel } from '../state/address.ts';
import { width } from '../state/width.ts';
import { PanelBody } from './panel-body.tsx';
import { RAIL_TABS, type RailTab } from './rail-tabs.ts';

/** What is shown: in a wide window there always is something. */
const shown = () => (panel.value === 'slack' && width.value === 'wide' ? 'guide' : panel.value);

export function Rail() {
  const open = shown();
  const closable = width.value === 'medium';
  return (
    <aside class={`rail${open === 'slack' ? ' closed' : ''}`} aria-label="The world around Slack" data-region="rail">
      {open === 'slack' ? null : (
        <div class="rail-main">
          <ClockBar />
          <div id="rail-panel" class="rail-panel" role="tabpanel" aria-labelledby={`tab-${open}`} tabIndex={-1}>
            <PanelBody panel={open} />
          </div>
        </div>
      )}
      <Tabs open={open} upright={closable} />
    </aside>
  );
}

function Tabs({ open, upright }: { readonly open: string; readonly upright: boolean }) {
  const list = useRef<HTMLDivElement>(null);
  const at = RAIL_TABS.findIndex((t) => t.id === open);
  const onKeyDown = (e: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const jumps: Readonly<Record<string, number>> = { Home: 0, End: RAIL_TABS.length - 1 };
    const step = steps[e.key];
    const to =
      jumps[e.key] ?? (step === undefined ? undefined : (Math.max(0, at) + step + RAIL_TABS.length) % RAIL_TABS.length);
    const tab = to === undefined ? undefined : RAIL_TABS[to];
    if (!tab) return;
    e.preventDefault();
    panel.value = tab.id;
    list.current?.querySelector<HTMLElement>(`#tab-${tab.id}`)?.focus();
  };
  return (
    <div
      ref={list}
      class="rail-tabs"
      role="tablist"
      aria-label="Panels"
      aria-orientation={upright ? 'vertical' : 'horizontal'}
      onKeyDown={onKeyDown}
    >
      {RAIL_TABS.map((tab, n) => (
        <Tab key={tab.id} tab={tab} selected={n === at} reachable={n === Math.max(0, at)} closable={upright} />
      ))}
    </div>
  );
}

interface TabProps {
  readonly tab: RailTab;
  readonly selected: boolean;
  /** The one the Tab key reaches. */
  readonly reachable: boolean;
  readonly closable: boolean;
}

const Tab = ({ tab, selected, reachable, closable }: TabProps) => (
  <button
    id={`tab-${tab.id}`}
    type="button"
    class="rail-tab"
    role="tab"
    aria-selected={selected}
    aria-controls={selected ? 'rail-panel' : undefined}
    tabIndex={reachable ? 0 : -1}
    data-region-entry={reachable ? 'rail' : undefined}
    onClick={() => {
      panel.value = selected && closable ? 'slack' : tab.id;
    }}
  >
    <Icon name={tab.icon} />
    <span>{tab.label}</span>
    <Count n={tab.count()} what={tab.what} />
  </button>
);

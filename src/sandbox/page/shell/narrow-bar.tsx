/** The bar at the foot of a narrow screen: one pane at a time, and the rest under More. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Count } from '../parts/badge.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { type Panel, panel } from '../state/address.ts';
import { channels } from '../state/people.ts';
import { RAIL_TABS } from './rail-tabs.ts';

const IN_BAR = RAIL_TABS.slice(0, 3);
const UNDER_MORE = RAIL_TABS.slice(3);

export function NarrowBar() {
  const more = useSignal(false);
  const box = useRef<HTMLElement>(null);
  const unread = channels.value.reduce((sum, c) => sum + c.mentions, 0);
  const go = (to: Panel) => {
    panel.value = to;
    more.value = false;
  };
  useEffect(() => {
    if (!more.value) return;
    const elsewhere = (e: Event) => {
      if (e.target instanceof Node && !box.current?.contains(e.target)) more.value = false;
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [more.value]);
  return (
    <nav
      ref={box}
      class="foot"
      aria-label="Panes"
      data-region="rail"
      onKeyDown={(e) => {
        if (e.key === 'Escape') more.value = false;
      }}
    >
      {more.value ? (
        <div id="foot-more" class="foot-more">
          {UNDER_MORE.map((t) => (
            <Entry key={t.id} icon={t.icon} label={t.label} here={panel.value === t.id} onPress={() => go(t.id)}>
              <Count n={t.count()} what={t.what} />
            </Entry>
          ))}
        </div>
      ) : null}
      <Entry icon="message" label="Slack" here={panel.value === 'slack'} onPress={() => go('slack')}>
        <Count n={unread} what={unread === 1 ? 'mention' : 'mentions'} />
      </Entry>
      {IN_BAR.map((t) => (
        <Entry key={t.id} icon={t.icon} label={t.label} here={panel.value === t.id} onPress={() => go(t.id)}>
          <Count n={t.count()} what={t.what} />
        </Entry>
      ))}
      <button
        type="button"
        class="foot-entry"
        aria-expanded={more.value}
        aria-controls={more.value ? 'foot-more' : undefined}
        data-here={UNDER_MORE.some((t) => t.id === panel.value) ? '' : undefined}
        onClick={() => {
          more.value = !more.value;
        }}
      >
        <Icon name="more" size={20} />
        <span>More</span>
        <Count n={UNDER_MORE.reduce((sum, t) => sum + t.count(), 0)} what="on" />
      </button>
    </nav>
  );
}

interface EntryProps {
  readonly icon: IconName;
  readonly label: string;
  readonly here: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

const Entry = ({ icon, label, here, onPress, children }: EntryProps) => (
  <button
    type="button"
    class="foot-entry"
    aria-current={here ? 'page' : undefined}
    data-here={here ? '' : undefined}
    data-region-entry={here ? 'rail' : undefined}
    onClick={onPress}
  >
    <Icon name={icon} size={20} />
    <span>{label}</span>
    {children}
  </button>
);

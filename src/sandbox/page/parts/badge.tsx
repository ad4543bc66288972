/** A word on a coloured ground: the colour repeats what the word says. */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import type { Tone } from './tone.ts';

interface BadgeProps {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly children: ComponentChildren;
}

export const Badge = ({ tone = 'plain', icon, children }: BadgeProps) => (
  <span class={`badge badge-${tone}`}>
    {icon ? <Icon name={icon} size={12} /> : null}
    {children}
  </span>
);

/** How many, on a dark dot; nothing at all when there are none. `what` names it: `3 phones ring`. */
export const Count = ({ n, what }: { readonly n: number; readonly what: string }) =>
  n > 0 ? (
    <span class="count">
      <span aria-hidden="true">{n > 99 ? '99+' : n}</span>
      <span class="unseen">{`${n} ${what}`}</span>
    </span>
  ) : null;

/** What a place says when it has nothing to show: what would be here, and what brings it. */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export const Empty = ({ icon, children }: { readonly icon: IconName; readonly children: ComponentChildren }) => (
  <div class="empty">
    <Icon name={icon} size={28} />
    <p>{children}</p>
  </div>
);

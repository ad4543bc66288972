/** What stands beside Slack, in the order of the tabs, and what each of them wants to say before it is opened. */

import { ringingCount } from '../panels/phones-panel.tsx';
import type { IconName } from '../parts/icon.tsx';
import type { Panel } from '../state/address.ts';
import { section } from '../state/live.ts';

export interface RailTab {
  readonly id: Exclude<Panel, 'slack'>;
  readonly label: string;
  readonly icon: IconName;
  /** How many things want a look, and what they are; 0 says nothing. */
  readonly count: () => number;
  readonly what: string;
}

const none = () => 0;

export const RAIL_TABS: readonly RailTab[] = [
  { id: 'guide', label: 'Guide', icon: 'book', count: none, what: '' },
  {
    id: 'phones',
    label: 'Phones',
    icon: 'phone',
    count: () => ringingCount.value,
    what: 'ringing',
  },
  { id: 'world', label: 'World', icon: 'globe', count: none, what: '' },
  {
    id: 'faults',
    label: 'Faults',
    icon: 'bolt',
    count: () => section('faults').value?.filter((f) => f.on && f.kind === 'switch').length ?? 0,
    what: 'on',
  },
  { id: 'traffic', label: 'Traffic', icon: 'pulse', count: none, what: '' },
];

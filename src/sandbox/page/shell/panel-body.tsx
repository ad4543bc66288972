/** The panel one looks at. */

import { FaultsPanel } from '../panels/faults-panel.tsx';
import { GuidePanel } from '../panels/guide-panel.tsx';
import { PhonesPanel } from '../panels/phones-panel.tsx';
import { TrafficPanel } from '../panels/traffic-panel.tsx';
import { WorldPanel } from '../panels/world-panel.tsx';
import type { Panel } from '../state/address.ts';

export function PanelBody({ panel }: { readonly panel: Panel }) {
  switch (panel) {
    case 'phones':
      return <PhonesPanel />;
    case 'world':
      return <WorldPanel />;
    case 'faults':
      return <FaultsPanel />;
    case 'traffic':
      return <TrafficPanel />;
    case 'guide':
    case 'slack':
      return <GuidePanel />;
  }
}

/** How much room there is: three panes side by side, the world in a drawer, or one pane at a time. */
import { signal } from '@preact/signals';

export type Width = 'narrow' | 'medium' | 'wide';

const wide = matchMedia('(min-width: 1100px)');
const roomy = matchMedia('(min-width: 700px)');
/** Below this the channels are a drawer too. */
const sideBySide = matchMedia('(min-width: 900px)');

const measure = (): Width => (wide.matches ? 'wide' : roomy.matches ? 'medium' : 'narrow');

export const width = signal<Width>(measure());
export const channelsInDrawer = signal(!sideBySide.matches);

for (const query of [wide, roomy, sideBySide]) {
  query.addEventListener('change', () => {
    width.value = measure();
    channelsInDrawer.value = !sideBySide.matches;
  });
}

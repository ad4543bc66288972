/** The window's title says where one is, for tabs and for screen readers. */
import { effect } from '@preact/signals';
import { me } from '../state/address.ts';
import { section } from '../state/live.ts';
import { openChannel } from '../state/people.ts';
import { channelLabel } from './jump-matches.ts';

const NAME = 'Tocsin sandbox';

export const keepTitle = (): (() => void) =>
  effect(() => {
    const ws = section('workspace').value;
    const row = openChannel.value;
    document.title = ws && row ? `${channelLabel(row, ws, me.value)} · ${NAME}` : NAME;
  });

/** From what happens in a world to the sections it may have changed. */
import type { Rig } from './rig.ts';
import type { SectionName } from './wire.ts';

/** What a request to a vendor can have changed there. */
const TOUCHES: Readonly<Record<string, readonly SectionName[]>> = {
  slack: ['workspace', 'messages', 'views'],
  pagerduty: ['phones'],
  kubernetes: ['world'],
};

export function watchRig(rig: Rig, changed: (...names: SectionName[]) => void): () => void {
  const { workspace, courier } = rig.slack;
  const stops = [
    workspace.messages.onChange(() => changed('messages', 'workspace', 'guide')),
    workspace.views.onChange(() => changed('views', 'guide')),
    courier.onAttempt(() => changed('faults', 'views')),
    rig.ledger.onSettle((e) => changed('faults', ...(e.method === 'GET' ? [] : (TOUCHES[e.server] ?? [])))),
    rig.onChange(() => changed('processes', 'clock', 'faults', 'guide')),
  ];
  let stopped = false;
  rig.clock.onMove(() => {
    if (!stopped) changed('clock', 'world', 'series', 'phones', 'guide');
  });
  return () => {
    stopped = true;
    for (const stop of stops) stop();
  };
}

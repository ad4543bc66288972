/** Where one starts, and where one ends up when what one looked at is gone: the first of the cast, in #incidents. */
import { batch, effect } from '@preact/signals';
import { channel, me, thread } from './address.ts';
import { messages, section, workspaceOf } from './live.ts';

const HOME = 'incidents';

export function settleIn(): () => void {
  return effect(() => {
    const ws = section('workspace').value;
    if (!ws || workspaceOf.value !== me.value) return;
    const people = ws.people.filter((p) => p.cast);
    const somebody = people.some((p) => p.id === me.value) ? me.value : people[0]?.id;
    if (somebody === undefined) return;
    batch(() => {
      me.value = somebody;
      const open = ws.channels.find((c) => c.id === channel.value);
      if (open) return;
      const home = ws.channels.find((c) => c.name === HOME) ?? ws.channels.find((c) => !c.archived);
      if (home) channel.value = home.id;
    });
  });
}

/** A thread whose first message is not in the channel, after a reset for one, is not open. */
export function closeLostThreads(): () => void {
  return effect(() => {
    const held = messages.value;
    if (!thread.value || held.channel !== channel.value || held.byTs.size === 0) return;
    if (!held.byTs.has(thread.value)) thread.value = '';
  });
}

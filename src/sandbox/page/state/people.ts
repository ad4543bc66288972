/** Look-ups in the workspace: who somebody is, what a channel is, who one is oneself. */
import { computed } from '@preact/signals';
import type { ChannelRow, PersonRow } from '../../control/wire.ts';
import { channel, me } from './address.ts';
import { section, workspaceOf } from './live.ts';

const byId = computed(() => new Map((section('workspace').value?.people ?? []).map((p) => [p.id, p])));

export const personOf = (id: string): PersonRow | undefined => byId.value.get(id);
/** A name for anybody, also for those who are not in the workspace any more. */
export const nameOf = (id: string): string => personOf(id)?.realName ?? 'Somebody';

/** Who one is. */
export const self = computed(() => personOf(me.value));
/** Everybody one can be, in the order they were cast. */
export const cast = computed(() => (section('workspace').value?.people ?? []).filter((p) => p.cast));

/** Channels as the person one is sees them; none while those of the last person still stand here. */
export const channels = computed<readonly ChannelRow[]>(() =>
  workspaceOf.value === me.value ? (section('workspace').value?.channels ?? []) : [],
);
export const openChannel = computed(() => channels.value.find((c) => c.id === channel.value));

/** The phones of everybody who can be paged: who is rung now, and who was. */
import { computed } from '@preact/signals';
import { Empty } from '../parts/empty.tsx';
import { section } from '../state/live.ts';
import { PhoneCard } from './phone-card.tsx';
import { inOrder } from './phone-order.ts';

/** How many phones ring at this moment. */
export const ringingCount = computed(() => (section('phones').value ?? []).filter((p) => p.ringing).length);

export function PhonesPanel() {
  const phones = section('phones').value;
  if (!phones) return <Empty icon="phone">The phones are being looked for.</Empty>;
  if (phones.length === 0)
    return <Empty icon="phone">No phone has rung yet. Declare an incident, and those on call are paged here.</Empty>;
  const ringing = ringingCount.value;
  return (
    <div class="panel phones">
      <p class="phones-sum" role="status">
        {ringing === 0 ? 'No phone rings.' : ringing === 1 ? '1 phone rings.' : `${ringing} phones ring.`}
      </p>
      <ul class="phone-list">
        {inOrder(phones).map((p) => (
          <PhoneCard key={p.email} phone={p} />
        ))}
      </ul>
    </div>
  );
}

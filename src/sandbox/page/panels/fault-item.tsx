/** One thing that can be broken: its switch or its button, what happens then, and what to look for. */
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { FaultAnswer } from '../../control/acts.ts';
import type { FaultRow } from '../../control/wire.ts';
import { Button } from '../parts/button.tsx';
import { Switch } from '../parts/switch.tsx';
import { actFault } from '../state/ask.ts';
import { hitWords, inShort } from './fault-words.ts';
import { pointing } from './pointing.ts';
import { rememberRecord } from './record-before.ts';

export function FaultItem({ fault }: { readonly fault: FaultRow }) {
  const id = useId();
  const said = useSignal('');
  const at = pointing.value;
  const pointed = at?.kind === 'fault' && at.id === fault.id;
  const [happens, look] = inShort(fault.explains);
  const press = async (on: boolean) => {
    if (on) rememberRecord(fault.title);
    const answer: Partial<FaultAnswer> | undefined = await actFault({ id: fault.id, on });
    said.value = answer?.said ?? '';
  };
  return (
    <li class="fault" data-on={fault.on ? '' : undefined}>
      <h4>{fault.title}</h4>
      {fault.kind === 'switch' ? (
        <Switch on={fault.on} label={fault.title} explainedBy={id} pointed={pointed} onTurn={press} />
      ) : (
        <Button
          small
          icon="bolt"
          aria-label={`Do it: ${fault.title}`}
          aria-describedby={id}
          pointed={pointed}
          onPress={() => press(true)}
        >
          Do it
        </Button>
      )}
      <div class="fault-text">
        <p id={id}>{happens}</p>
        {look ? (
          <details open={fault.on}>
            <summary>
              What to look for<span class="unseen"> with: {fault.title}</span>
            </summary>
            <p>{look}</p>
          </details>
        ) : null}
        <p class="fault-hits" role="status">
          {[said.value, hitWords(fault)].filter(Boolean).join('. ')}
        </p>
      </div>
    </li>
  );
}

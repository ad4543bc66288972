/** A field of a form: label, control, hint, and what is wrong with it. */
import { useSignal } from '@preact/signals';
import { useId, useMemo } from 'preact/hooks';
import type { Json } from '../../control/wire.ts';
import { record, string } from '../../slack/json.ts';
import { Icon } from '../parts/icon.tsx';
import { Below } from './below.tsx';
import { plainOf } from './choosing.ts';
import { Element } from './element.tsx';
import { AroundContext, useSurface } from './surface.ts';

export function InputBlock({ block }: { readonly block: Json }) {
  const surface = useSurface();
  const id = useId();
  const trouble = useSignal('');
  const leads = useSignal('');
  const blockId = string(block.block_id) ?? '';
  const element = record(block.element);
  const error = surface.errors[blockId];
  const hint = plainOf(block.hint);
  const required = block.optional !== true;
  const dispatch = block.dispatch_action === true;
  const wrong = error !== undefined;
  const describedBy = [hint && `${id}-hint`, wrong && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const around = useMemo(() => {
    const field = { id: `${id}-control`, labelId: `${id}-label`, describedBy, wrong, required, dispatch };
    return { block: blockId, trouble, leads, field };
  }, [id, blockId, describedBy, wrong, required, dispatch, trouble, leads]);
  const words = (
    <>
      <bdi>{plainOf(block.label)}</bdi>
      {required ? null : <span class="bk-optional"> (optional)</span>}
    </>
  );
  return (
    <AroundContext.Provider value={around}>
      <div class={wrong ? 'bk-input wrong' : 'bk-input'} data-block={blockId}>
        {element.type === 'checkboxes' || element.type === 'radio_buttons' ? (
          <div class="bk-label" id={`${id}-label`}>
            {words}
          </div>
        ) : (
          <label class="bk-label" id={`${id}-label`} for={`${id}-control`}>
            {words}
          </label>
        )}
        <Element element={element} />
        {wrong ? (
          <p class="bk-error" id={`${id}-error`}>
            <Icon name="warning" size={14} />
            <bdi>{error}</bdi>
          </p>
        ) : null}
        {hint ? (
          <p class="bk-hint" id={`${id}-hint`}>
            <bdi>{hint}</bdi>
          </p>
        ) : null}
        <Below trouble={trouble} leads={leads} />
      </div>
    </AroundContext.Provider>
  );
}

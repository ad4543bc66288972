/** A modal: title, blocks, and what sends or closes it. */
import { useEffect, useRef } from 'preact/hooks';
import type { View } from '../../control/wire.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Blocks } from './block.tsx';
import { plainOf } from './choosing.ts';
import { isModalPointed } from './pointed.ts';
import { SurfaceContext } from './surface.ts';
import type { Modal } from './use-modal.ts';
import { Words } from './words.tsx';

interface ModalFormProps {
  readonly view: View;
  readonly modal: Modal;
  /** There is one below to go back to. */
  readonly stacked: boolean;
}

const FIELDS = 'input:not([type=hidden]), textarea, select';

export function ModalForm({ view, modal, stacked }: ModalFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { content } = view;
  const submit = plainOf(content.submit) || (view.blocks.some((b) => b.type === 'input') ? 'Submit' : '');
  const pointed = isModalPointed();

  const focusFirst = () => {
    const field = form.current?.querySelector<HTMLElement>(`.bk-modal-body :is(${FIELDS})`);
    (field ?? form.current?.querySelector<HTMLElement>('.bk-modal-foot button:last-child'))?.focus();
  };
  useEffect(focusFirst, []);
  // An update may have taken away what had the focus.
  useEffect(() => {
    if (!form.current?.contains(document.activeElement)) focusFirst();
  }, [view.hash]);
  // What turns out to be wrong is where one goes next; what is left while one mends it is not.
  const known = useRef<readonly string[]>([]);
  const wrong = Object.keys(modal.surface.errors);
  useEffect(() => {
    if (wrong.some((block) => !known.current.includes(block)))
      form.current?.querySelector<HTMLElement>(`.bk-input.wrong :is(${FIELDS})`)?.focus();
    known.current = wrong;
  }, [wrong.join(' ')]);
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key !== 'Enter' || !submit || e.defaultPrevented || e.isComposing) return;
    const inLine = e.target instanceof HTMLInputElement && /^(?:text|email|url|number)$/.test(e.target.type);
    if (!inLine && !e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    void modal.submit();
  };

  return (
    <form
      ref={form}
      class="bk-modal-form"
      noValidate
      aria-busy={modal.sending ? 'true' : undefined}
      onSubmit={(e) => e.preventDefault()}
      onKeyDown={onKeyDown}
    >
      <header class="bk-modal-head">
        {stacked ? <Button tone="quiet" icon="left" label="Back" onPress={modal.close} /> : null}
        <h2 id="bk-modal-title">
          <bdi>
            <Words text={plainOf(content.title)} />
          </bdi>
        </h2>
        <Button tone="quiet" icon="close" label="Close" onPress={modal.closeAll} />
      </header>
      <div class="bk-modal-body">
        {modal.trouble ? (
          <p class="bk-modal-trouble" role="alert">
            <Icon name="warning" />
            <bdi>{modal.trouble}</bdi>
          </p>
        ) : null}
        <SurfaceContext.Provider value={modal.surface}>
          <Blocks blocks={view.blocks} />
        </SurfaceContext.Provider>
      </div>
      <footer class="bk-modal-foot">
        <Button onPress={modal.close}>{plainOf(content.close) || (submit ? 'Cancel' : 'Close')}</Button>
        {submit ? (
          <Button
            tone="primary"
            class={pointed ? 'bk-button pointed' : 'bk-button'}
            pointed={pointed}
            onPress={modal.submit}
          >
            {submit}
          </Button>
        ) : null}
      </footer>
    </form>
  );
}

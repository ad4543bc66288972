/** A button of a message or form. */
import type { Json } from '../../control/wire.ts';
import { string } from '../../slack/json.ts';
import { Button } from '../parts/button.tsx';
import { plainOf } from './choosing.ts';
import { isPointed } from './pointed.ts';
import { useAround, useSurface } from './surface.ts';
import { useControl } from './use-control.tsx';
import { Words } from './words.tsx';

const TONES = { primary: 'primary', danger: 'danger' } as const;

export function BlockButton({ element }: { readonly element: Json }) {
  const { use, asking } = useControl(element);
  const { place } = useSurface();
  const { leads } = useAround();
  const text = plainOf(element.text);
  const url = string(element.url);
  const pointed = isPointed(place, text);
  const press = async () => {
    await use();
    if (url) leads.value = url;
  };
  return (
    <>
      <Button
        onPress={press}
        tone={TONES[element.style as keyof typeof TONES] ?? 'plain'}
        class={pointed ? 'bk-button pointed' : 'bk-button'}
        pointed={pointed}
        aria-description={string(element.accessibility_label)}
      >
        <Words text={text} />
      </Button>
      {asking}
    </>
  );
}

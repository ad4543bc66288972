/** Any interactive element of Block Kit; what this page cannot act out says so. */
import type { Json } from '../../control/wire.ts';
import { string } from '../../slack/json.ts';
import { BlockButton } from './block-button.tsx';
import { DateField } from './date-field.tsx';
import { OptionBoxes } from './option-boxes.tsx';
import { Overflow } from './overflow.tsx';
import { Picture } from './picture.tsx';
import { SelectElement } from './select-element.tsx';
import { TextField } from './text-field.tsx';
import { Unknown } from './unknown.tsx';

export function Element({ element }: { readonly element: Json }) {
  const type = string(element.type) ?? '';
  switch (type) {
    case 'button':
      return <BlockButton element={element} />;
    case 'overflow':
      return <Overflow element={element} />;
    case 'image':
      return <Picture of={element} small />;
    case 'radio_buttons':
    case 'checkboxes':
      return <OptionBoxes element={element} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <DateField element={element} />;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return <TextField element={element} />;
    default:
      return type.endsWith('_select') ? <SelectElement element={element} /> : <Unknown kind={type} />;
  }
}

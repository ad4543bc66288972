/** Typed fields: text of one or several lines, numbers, email and web addresses. */
import { useRef } from 'preact/hooks';
import type { Json } from '../../control/wire.ts';
import { record, string, strings } from '../../slack/json.ts';
import { plainOf } from './choosing.ts';
import { useAround, useSurface } from './surface.ts';
import { useControl } from './use-control.tsx';

const KINDS: Readonly<Record<string, { readonly type: string; readonly mode: 'text' | 'decimal' | 'email' | 'url' }>> =
  {
    number_input: { type: 'text', mode: 'decimal' },
    email_text_input: { type: 'text', mode: 'email' },
    url_text_input: { type: 'text', mode: 'url' },
  };
/** How long the typing may rest before an app that listens to every character is told. */
const REST_MS = 300;

export function TextField({ element }: { readonly element: Json }) {
  const { held, busy, use, asking } = useControl(element);
  const surface = useSurface();
  const { block, field } = useAround();
  const resting = useRef<ReturnType<typeof setTimeout>>();
  const kind = string(element.type) ?? '';
  const text = string(held?.value) ?? '';
  const triggers = strings(record(element.dispatch_action_config).trigger_actions_on);
  const tells = field?.dispatch === true;
  const onEnter = tells && (triggers.length === 0 || triggers.includes('on_enter_pressed'));
  const onType = tells && triggers.includes('on_character_entered');
  const most = typeof element.max_length === 'number' ? element.max_length : undefined;
  const counterId = field && `${field.id}-left`;

  const typed = (value: string) => {
    surface.hold(block, element, { type: kind, value: value === '' ? null : value });
    clearTimeout(resting.current);
    if (onType) resting.current = setTimeout(() => void use(value), REST_MS);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key !== 'Enter' || !onEnter || e.shiftKey || e.isComposing) return;
    e.preventDefault();
    void use(text);
  };
  const common = {
    id: field?.id,
    class: 'bk-field',
    value: text,
    placeholder: plainOf(element.placeholder),
    'aria-label': field ? undefined : plainOf(element.placeholder) || 'Text',
    'aria-describedby': [field?.describedBy, counterId].filter(Boolean).join(' ') || undefined,
    'aria-invalid': field?.wrong ? ('true' as const) : undefined,
    'aria-required': field?.required ? ('true' as const) : undefined,
    'aria-busy': busy.value ? ('true' as const) : undefined,
    autocomplete: 'off' as const,
    dir: 'auto' as const,
    onKeyDown,
  };
  const { type, mode } = KINDS[kind] ?? { type: 'text', mode: 'text' };
  return (
    <div class="bk-typed">
      {kind === 'plain_text_input' && element.multiline === true ? (
        <textarea {...common} rows={4} onInput={(e) => typed(e.currentTarget.value)} />
      ) : (
        <input {...common} type={type} inputMode={mode} onInput={(e) => typed(e.currentTarget.value)} />
      )}
      {most === undefined ? null : <Left id={counterId} most={most} length={text.length} />}
      {asking}
    </div>
  );
}

/** Slack counts down only when it gets tight. */
function Left({
  id,
  most,
  length,
}: {
  readonly id: string | undefined;
  readonly most: number;
  readonly length: number;
}) {
  const left = most - length;
  if (left > Math.min(50, most / 4)) return null;
  return (
    <span id={id} class={left < 0 ? 'bk-left over' : 'bk-left'}>
      <span aria-hidden="true">{left}</span>
      <span class="unseen">{left < 0 ? `${-left} characters too many` : `${left} characters left`}</span>
    </span>
  );
}

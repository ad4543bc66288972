/** A button that waits: while what it started is under way it says so and takes no second press. */
import { useSignal } from '@preact/signals';
import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

type Rest = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick' | 'icon' | 'children' | 'label'>;

export interface ButtonProps extends Rest {
  /** What the press does; while a promise it returns is open, the button is busy. */
  readonly onPress: () => unknown;
  readonly tone?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly small?: boolean;
  readonly icon?: IconName;
  /** Name for assistive technology and tooltip of a button that shows an icon only. */
  readonly label?: string;
  /** The guide points here. */
  readonly pointed?: boolean;
  readonly children?: ComponentChildren;
}

export function Button(props: ButtonProps) {
  const { onPress, tone = 'plain', small, icon, label, pointed, children, class: more, disabled, ...rest } = props;
  const busy = useSignal(false);
  const press = async () => {
    if (busy.value || disabled) return;
    const answer = onPress();
    if (!(answer instanceof Promise)) return;
    busy.value = true;
    await answer.finally(() => {
      busy.value = false;
    });
  };
  const size = small ? ' btn-small' : '';
  const shape = children === undefined ? ' btn-icon' : '';
  return (
    <button
      type="button"
      {...rest}
      class={`btn btn-${tone}${size}${shape}${more ? ` ${more}` : ''}`}
      // A button that loses its focus while it is busy would throw a keyboard user to the top of the page.
      aria-disabled={disabled || busy.value ? 'true' : undefined}
      aria-busy={busy.value ? 'true' : undefined}
      aria-label={label ?? rest['aria-label']}
      title={label ?? rest.title}
      data-pointed={pointed ? '' : undefined}
      onClick={() => void press()}
    >
      {busy.value ? <span class="spinner" aria-hidden="true" /> : icon ? <Icon name={icon} /> : null}
      {children === undefined ? null : <span class="btn-text">{children}</span>}
    </button>
  );
}

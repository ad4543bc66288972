/** A switch that stays as it is put; the server decides, so it shows what the server says. */
import { useSignal } from '@preact/signals';

interface SwitchProps {
  readonly on: boolean;
  readonly label: string;
  /** Id of the text that explains it. */
  readonly explainedBy?: string;
  readonly pointed?: boolean;
  readonly onTurn: (on: boolean) => Promise<unknown>;
}

export function Switch({ on, label, explainedBy, pointed, onTurn }: SwitchProps) {
  const busy = useSignal(false);
  const turn = async () => {
    if (busy.value) return;
    busy.value = true;
    await onTurn(!on).finally(() => {
      busy.value = false;
    });
  };
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={on}
      aria-label={label}
      aria-describedby={explainedBy}
      aria-busy={busy.value ? 'true' : undefined}
      data-pointed={pointed ? '' : undefined}
      onClick={() => void turn()}
    >
      <span class="switch-rail" aria-hidden="true" />
      <span aria-hidden="true">{on ? 'On' : 'Off'}</span>
    </button>
  );
}

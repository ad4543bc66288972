/** What stands over the page while there is no world, and the line that says that the sandbox is not heard. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { reset } from '../state/ask.ts';
import { connected, everConnected, reconnect, section } from '../state/live.ts';

/** A stream that changes hands is away for a moment; only a longer silence is worth a word. */
const SILENCE_MS = 1_500;

export function StatusCover() {
  const status = section('status').value;
  if (status?.state === 'failed') {
    return (
      <Cover title="The world did not start">
        <p>{status.text ?? 'Its processes said nothing about why.'}</p>
        <Button tone="primary" icon="reload" onPress={reset}>
          Try again
        </Button>
      </Cover>
    );
  }
  if (status?.state === 'starting' || (!status && connected.value)) {
    return (
      <Cover title="A new world is made" busy>
        <p>{status?.text ?? 'Starting …'}</p>
      </Cover>
    );
  }
  return everConnected.value ? null : (
    <Cover title="Looking for the sandbox" busy>
      <p>
        If this stays, see whether <code>npm run sandbox</code> still runs.
      </p>
    </Cover>
  );
}

interface CoverProps {
  readonly title: string;
  readonly busy?: boolean;
  readonly children: ComponentChildren;
}

const Cover = ({ title, busy, children }: CoverProps) => (
  <div class="cover" role="status" aria-busy={busy ? 'true' : undefined}>
    <div class="cover-card">
      {busy ? <span class="spinner" aria-hidden="true" /> : <Icon name="warning" size={24} />}
      <h2>{title}</h2>
      {children}
    </div>
  </div>
);

export function SilenceLine() {
  const long = useSignal(false);
  const lost = everConnected.value && !connected.value;
  useEffect(() => {
    if (!lost) {
      long.value = false;
      return;
    }
    const timer = setTimeout(() => {
      long.value = true;
    }, SILENCE_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div class="silence" role="status">
      {long.value ? (
        <p>
          <Icon name="warning" /> The sandbox is not heard: what you see may be old. It is tried again by itself.
          <Button small onPress={reconnect}>
            Try now
          </Button>
        </p>
      ) : null}
    </div>
  );
}

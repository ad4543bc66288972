/** Copies a text, and says that it did. */
import { useSignal } from '@preact/signals';
import { Button } from './button.tsx';

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const copied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 2_000);
  };
  return (
    <>
      <Button small tone="quiet" icon={copied.value ? 'check' : 'copy'} aria-label={label} onPress={copy}>
        {copied.value ? 'Copied' : 'Copy'}
      </Button>
      <span class="unseen" role="status">
        {copied.value ? 'Copied' : ''}
      </span>
    </>
  );
}

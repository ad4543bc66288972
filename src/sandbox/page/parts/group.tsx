/** A titled part of a panel, a region of its own for assistive technology. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface GroupProps {
  readonly title: string;
  /** Stands opposite the title. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Group({ title, aside, children }: GroupProps) {
  const id = useId();
  return (
    <section class="group" aria-labelledby={id}>
      <header class="group-head">
        <h3 id={id}>{title}</h3>
        {aside === undefined ? null : <div class="group-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

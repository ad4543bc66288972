/** A box in the browser's top layer that stays under (or over) what opened it: nothing around it can cut it off. */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const EDGE = 8;
const GAP = 4;
const TALLEST = 320;

type Ref = RefObject<HTMLElement>;

/** `box` needs `popover="manual"`; it is shown while `open`. */
export function useAnchored(anchor: Ref, box: Ref, open: boolean): void {
  useLayoutEffect(() => {
    const [above, shown] = [anchor.current, box.current];
    if (!open || !above || !shown) return;
    shown.showPopover();
    const place = () => stand(above, shown);
    place();
    // A list that grows or shrinks while one types moves too when it stands above.
    const sizes = new ResizeObserver(place);
    sizes.observe(shown);
    addEventListener('resize', place);
    addEventListener('scroll', place, { capture: true, passive: true });
    return () => {
      sizes.disconnect();
      removeEventListener('resize', place);
      removeEventListener('scroll', place, { capture: true });
      if (shown.isConnected && shown.matches(':popover-open')) shown.hidePopover();
    };
  }, [anchor, box, open]);
}

function stand(anchor: HTMLElement, box: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const below = innerHeight - at.bottom - GAP - EDGE;
  const over = at.top - GAP - EDGE;
  box.style.minWidth = `${Math.min(at.width, innerWidth - 2 * EDGE)}px`;
  const wanted = [...box.children].reduce((sum, row) => sum + row.scrollHeight, 2 * EDGE);
  const up = below < Math.min(TALLEST, wanted) && over > below;
  box.style.maxHeight = `${Math.min(TALLEST, up ? over : below)}px`;
  box.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - box.offsetWidth - EDGE))}px`;
  box.style.top = up ? 'auto' : `${at.bottom + GAP}px`;
  box.style.bottom = up ? `${innerHeight - at.top + GAP}px` : 'auto';
}

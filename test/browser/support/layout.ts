/** What is wrong with how a page is laid out, in words: sideways scrolling, words cut off, controls too small for a thumb. */
import type { Page } from 'playwright-core';

/** Things wider than the window, and text that does not fit where nothing says that it goes on. */
export function misfits(page: Page): Promise<string[]> {
  return page.locator('body').evaluate((body) => {
    const found: string[] = [];
    const view = body.ownerDocument.defaultView;
    const root = body.ownerDocument.scrollingElement;
    if (root.scrollWidth > view.innerWidth) found.push(`${root.scrollWidth} wide in a window of ${view.innerWidth}`);
    for (const el of body.querySelectorAll('*')) {
      if (el.getClientRects().length === 0 || el.closest('.unseen, svg')) continue;
      const style = view.getComputedStyle(el);
      const says = `${el.tagName.toLowerCase()}.${el.className}: ${String(el.innerText).slice(0, 60)}`;
      const wide = el.scrollWidth > el.clientWidth + 1;
      // An ellipsis says that there is more; a box of one pixel is for screen readers.
      const cuts = ['hidden', 'clip'].includes(style.overflowX) && style.textOverflow !== 'ellipsis';
      if (cuts && wide && el.clientWidth > 1) found.push(`cut off: ${says}`);
      if (wide && el.matches('.list, .rail-panel, .side-lists, .bk-modal-body')) found.push(`goes sideways: ${says}`);
    }
    return found;
  });
}

/** Main controls that a thumb misses: what one writes, sends, presses and moves about with. */
export function tooSmall(page: Page): Promise<string[]> {
  const main =
    '.foot-entry, .top-button, .jump-button, .side-row, .who-button, .send, .compose-start, .compose-text, .btn, .bk-combo';
  return page.locator(main).evaluateAll((controls) =>
    controls
      .filter((c) => c.getClientRects().length > 0)
      .map((c) => ({ name: c.getAttribute('aria-label') ?? c.textContent, box: c.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 40 || box.width < 40)
      .map(({ name, box }) => `too small: ${name}, ${Math.round(box.width)} by ${Math.round(box.height)}`),
  );
}

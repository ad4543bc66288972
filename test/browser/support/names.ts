/** What a screen reader, or an eye that needs contrast, would trip over. */
import type { Page } from 'playwright-core';

/** To be given to `look` as its script. */
export const AXE = 'node_modules/axe-core/axe.min.js';

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Everything axe finds, in words. */
export async function violations(page: Page): Promise<string[]> {
  const found: readonly Violation[] = await page.locator('html').evaluate(async (html) => {
    const { axe } = html.ownerDocument.defaultView;
    return (await axe.run({ resultTypes: ['violations'] })).violations;
  });
  return found.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help}: ${n.html.slice(0, 160)} ${n.failureSummary}`));
}

const CONTROL =
  /^ *- '?(button|link|textbox|searchbox|combobox|listbox|checkbox|radio|switch|tab|option|slider|spinbutton|dialog|menuitem)\b(.*)$/;

/** Controls that are only called by what they are: `button`. */
export async function nameless(page: Page): Promise<string[]> {
  const lines = (await page.locator('body').ariaSnapshot()).split('\n');
  return lines.filter((line) => {
    const [, role, rest = ''] = CONTROL.exec(line) ?? [];
    return role !== undefined && !rest.trimStart().startsWith('"');
  });
}

/** The colour of an attachment's bar. */
import { string } from '../../slack/json.ts';

const NAMED: Readonly<Record<string, string>> = {
  good: 'var(--good)',
  warning: 'var(--warn)',
  danger: 'var(--bad)',
};

/** A colour the app chose, when it is one; anything else never reaches the style. */
export function barColour(v: unknown): string | undefined {
  const colour = string(v) ?? '';
  if (NAMED[colour]) return NAMED[colour];
  const hex = /^#?((?:[0-9a-f]{3}){1,2})$/i.exec(colour)?.[1];
  return hex === undefined ? undefined : `#${hex}`;
}

/** Whether the guide's finger is on a control of a message. */
import type { Place } from '../../control/acts.ts';
import { pointing } from '../panels/pointing.ts';

export function isPointed(place: Place, label: string): boolean {
  const target = pointing.value;
  return target?.kind === 'button' && place.in === 'message' && target.ts === place.ts && label.includes(target.label);
}

export const isModalPointed = (): boolean => pointing.value?.kind === 'modal';

/** Where blocks stand: what their controls hold, who hears of a press, and what is wrong with a field. */
import { type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { FormValues, Place } from '../../control/acts.ts';
import type { Json } from '../../control/wire.ts';

export interface Surface {
  readonly place: Place;
  /** Controls outside a form act at once; fields of a form wait for its submit, unless they ask for more. */
  readonly held: (block: string, element: Json) => Json | undefined;
  readonly hold: (block: string, element: Json, held: Json) => void;
  /** In a view: everything typed so far, which Slack sends along with a press. */
  readonly values?: () => FormValues;
  /** What is wrong with a field, by block. */
  readonly errors: Readonly<Record<string, string>>;
}

const nowhere: Surface = {
  place: { in: 'view', view: '' },
  held: () => undefined,
  hold: () => undefined,
  errors: {},
};

export const SurfaceContext = createContext<Surface>(nowhere);
export const useSurface = (): Surface => useContext(SurfaceContext);

/** The block a control stands in. */
export interface Around {
  readonly block: string;
  /** What Slack says when the app did not answer, and other words about the last press. */
  readonly trouble: Signal<string>;
  /** Address the last pressed link button leads to. */
  readonly leads: Signal<string>;
  /** Set inside an input block. */
  readonly field?: Field;
}

export interface Field {
  /** Id of the control, for its label. */
  readonly id: string;
  readonly labelId: string;
  /** Ids of hint and error. */
  readonly describedBy: string | undefined;
  readonly wrong: boolean;
  readonly required: boolean;
  /** Its changes are told to the app at once. */
  readonly dispatch: boolean;
}

export const AroundContext = createContext<Around>({ block: '', trouble: signal(''), leads: signal('') });
export const useAround = (): Around => useContext(AroundContext);

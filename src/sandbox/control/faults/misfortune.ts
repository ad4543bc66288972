/** What can be made to go wrong in a world, and what one should see then. */
import type { Rig } from '../rig.ts';

interface Told {
  readonly id: string;
  readonly title: string;
  /** What happens, and what to look for. */
  readonly explains: string;
}

/** A misfortune that lasts until it is taken off. */
export interface Lasting {
  readonly hits: number;
  /** False when somebody else took it off. */
  readonly stands: boolean;
  remove(): void | Promise<void>;
}

export interface Switch extends Told {
  readonly kind: 'switch';
  put(rig: Rig): Lasting;
}

export interface Stroke extends Told {
  readonly kind: 'stroke';
  /** Does it, and says what was done. */
  strike(rig: Rig): string | Promise<string>;
}

export type Misfortune = Switch | Stroke;

/** What a guided story is made of: steps that are told, pointed at, and seen to be done. */
import type { Rig } from '../control/rig.ts';
import type { Pointer } from '../control/wire.ts';
import type { Scene } from './scene/scene.ts';

/** Something that is not the person's part: a release of CI, time that passes, somebody on the phone. */
export interface Offer {
  readonly id: string;
  readonly label: string;
  make(rig: Rig): Promise<void>;
}

export interface Step {
  readonly title: string;
  /** What to do now. */
  say(s: Scene): string;
  /** What doing it did, and why it matters. */
  happened?(s: Scene): string;
  point?(s: Scene): Pointer;
  offers?(s: Scene): readonly Offer[];
  /** The world shows that it happened, whoever did it and however. */
  done(s: Scene): boolean;
  /** Once this is done the steps before it are of no use any more: whoever is faster than the guide is not held up. */
  readonly landmark?: true;
}

export interface Story {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly minutes: number;
  readonly steps: readonly Step[];
  /** Shown when all is done. */
  readonly end: string;
}

/** Every measure, in the order they are taken. */
import type { Measure } from './measure.ts';
import { steps } from './steps.ts';

export const measures: readonly Measure[] = [steps];

/** Every measure, in the order they are taken. */
import { answers } from './answers.ts';
import type { Measure } from './measure.ts';
import { roles } from './roles.ts';
import { steps } from './steps.ts';
import { timers } from './timers.ts';

export const measures: readonly Measure[] = [answers, roles, timers, steps];

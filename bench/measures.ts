/** Every measure, in the order they are taken. */
import { answers } from './answers.ts';
import { growth } from './growth.ts';
import type { Measure } from './measure.ts';
import { roles } from './roles.ts';
import { steps } from './steps.ts';
import { storm } from './storm.ts';
import { timers } from './timers.ts';
import { wire } from './wire.ts';

export const measures: readonly Measure[] = [answers, wire, roles, timers, steps, growth, storm];

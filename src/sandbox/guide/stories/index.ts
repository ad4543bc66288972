/** The stories there are, in the order to play them. */
import type { Story } from '../story.ts';
import { apiDown } from './api-down.ts';
import { nobodyAnswers } from './nobody-answers.ts';
import { rollbackTargetBroken } from './rollback-target-broken.ts';

export const STORIES: readonly Story[] = [apiDown, rollbackTargetBroken, nobodyAnswers];

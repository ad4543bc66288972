/** Every invariant that can be judged after a play. */
import type { CardLook } from '../../../src/views/headline-card.ts';
import { chat } from './chat.ts';
import { commands } from './commands.ts';
import { effects } from './effects.ts';
import type { Breach, Evidence } from './evidence.ts';
import { pages } from './pages.ts';
import { steps } from './steps.ts';
import { timeline } from './timeline.ts';

export function judge(e: Evidence, look: CardLook): Breach[] {
  return [timeline, commands, pages, steps, effects, chat(look)].flatMap((check) => check(e));
}

/** Every sequence of things that may happen to a run, from each start: the product and the model agree after each of them. */
import { runAggregate } from '../../../../src/domain/runbook/decide.ts';
import { telling } from '../differs.ts';
import { everySequence } from '../tree.ts';
import { COMMANDS } from './commands.ts';
import { type RunRules, Stage } from './stage.ts';
import type { Start } from './starts.ts';

/** Says how many decisions were compared; throws a counterexample that reads as what people did. */
export function everyRun(starts: readonly Start[], length: number, rules: RunRules = runAggregate): number {
  let steps = 0;
  for (const start of starts) {
    const stage = new Stage(rules, start.book);
    const commands = COMMANDS.map((c) => ({ name: c.name, play: c.play.bind(c, stage) }));
    telling(start.name, () => {
      everySequence(start.of(stage), commands, length, (scene, left) => {
        if (left === length) stage.checkFold(scene);
      });
    });
    steps += stage.steps;
  }
  return steps;
}

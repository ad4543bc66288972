/** Every one, two and three things in a row, from each start: the product and the model agree after each of them. */
import { incidentAggregate } from '../../../../src/domain/incident/decide.ts';
import { telling } from '../differs.ts';
import { everySequence } from '../tree.ts';
import { COMMANDS } from './commands.ts';
import type { Matrix } from './matrices.ts';
import { type IncidentRules, Stage } from './stage.ts';
import type { Start } from './starts.ts';

/** Says how many decisions were compared; throws a counterexample that reads as what people did. */
export function everyTriple(
  matrix: Matrix,
  starts: readonly Start[],
  length: number,
  rules: IncidentRules = incidentAggregate,
): number {
  const stage = new Stage(rules, matrix);
  const commands = COMMANDS.map((c) => ({ name: c.name, play: c.play.bind(c, stage) }));
  for (const start of starts) {
    telling(start.name, () => {
      everySequence(start.of(stage), commands, length, (scene, left) => {
        if (left === length) stage.checkFold(scene);
      });
    });
  }
  return stage.steps;
}

/** Every sequence of commands, up to a length: scenes never change, so that sequences share their beginnings. */
import { telling } from './differs.ts';

export interface Played<Scene> {
  readonly name: string;
  play(scene: Scene): Scene;
}

/** What changes nothing leads where we are: what follows it is tried there already. */
export function everySequence<Scene>(
  from: Scene,
  commands: readonly Played<Scene>[],
  length: number,
  visit: (scene: Scene, length: number) => void = () => undefined,
): void {
  for (const command of commands) {
    telling(command.name, () => {
      const next = command.play(from);
      if (next === from) return;
      visit(next, length);
      if (length > 1) everySequence(next, commands, length - 1, visit);
    });
  }
}

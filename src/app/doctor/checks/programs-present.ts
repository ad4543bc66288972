/** Every program that a runbook starts is there and may be run, asked on this machine: on the worker's, if that is another one. */
import { ProcessCommand } from '../../../adapters/command/process-command.ts';
import type { Ask } from '../../../domain/runbook/asks.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped } from '../finding.ts';
import { isKnown, places } from './foreseen.ts';

const FILE = 'workflows/org/commands.yaml';

export const programsPresent: Check = {
  id: 'programs.present',
  section: 'Programs',
  title: 'Every program that runbooks start is there',
  remedy: `install it on every worker, or correct its path in ${FILE}`,
  async run({ catalog, asks }) {
    const { programs } = await catalog.known();
    const byProgram = new Map<string, Ask[]>();
    const unnamed: Ask[] = [];
    for (const ask of await asks.known()) {
      const { need } = ask;
      const file =
        need.on === 'command'
          ? programs.commands[need.command]?.run[0]
          : need.on === 'binary'
            ? programs.binaries[need.binary]?.file
            : '';
      if (file === '' || (need.on === 'command' && !isKnown(need.command))) continue;
      if (file === undefined) unnamed.push(ask);
      else byProgram.set(file, [...(byProgram.get(file) ?? []), ask]);
    }
    if (byProgram.size === 0 && unnamed.length === 0) return skipped('no runbook starts a program');
    const command = new ProcessCommand();
    const looked = await Promise.all(
      [...byProgram].map(async ([file, by]) => ({
        file,
        by,
        missing: await command.missing({ file, environment: {} }),
      })),
    );
    const verdicts = [
      ...unnamed.map((a) =>
        problem(
          `${a.need.on === 'command' ? `the command ${a.need.command}` : a.need.on === 'binary' ? a.need.binary : ''} is not named in ${FILE}: ${places([a])} will fail`,
          `name it in ${FILE}, with its absolute path`,
        ),
      ),
      ...looked.flatMap(({ by, missing }) =>
        missing === undefined ? [] : [problem(`${missing}: ${places(by)} will fail`, this.remedy)],
      ),
    ];
    return verdicts.length > 0 ? verdicts : ok([...byProgram.keys()].join(', '));
  },
};

/** A program that a step starts, on this machine: ask where workers run. */
import { ProcessCommand } from '../../../adapters/command/process-command.ts';
import type { Catalog } from '../../../domain/catalog/model.ts';
import { type Finder, gone, known, THERE } from '../finder.ts';

export const programs = (catalog: Catalog): Finder => ({
  find({ need }) {
    const { commands, binaries } = catalog.programs;
    const name = need.on === 'command' ? need.command : need.on === 'binary' ? need.binary : undefined;
    if (name === undefined || !known(name)) return [];
    const file = need.on === 'command' ? commands[name]?.run[0] : binaries[name]?.file;
    return [
      {
        says: `program ${file ?? name}`,
        async look() {
          const missing =
            file === undefined
              ? `workflows/org/commands.yaml does not name ${name}`
              : await new ProcessCommand().missing({ file, environment: {} });
          return missing === undefined ? THERE : gone(missing);
        },
      },
    ];
  },
});

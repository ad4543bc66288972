/** The operator's allow-list over child processes: what workflows/org/commands.yaml says, and nothing else. */
import type { Command, Invocation, Ran } from '../../ports/command.ts';
import type { Commands, KnownCommand, Prepared } from '../../ports/commands.ts';

/** What the file says; checked when it was loaded. */
export interface AllowList {
  readonly commands: Readonly<Record<string, KnownCommand & Omit<Prepared, 'file' | 'args'>>>;
  readonly binaries: Readonly<Record<string, Pick<Prepared, 'file' | 'environment'>>>;
  /** The argv for these arguments, or why not. */
  argv(name: string, given: Readonly<Record<string, unknown>>): { argv: readonly string[] } | { refused: string };
}

const FILE = 'workflows/org/commands.yaml';

export class OperatorCommands implements Commands {
  readonly #list: () => AllowList;
  readonly #run: Command;

  constructor(list: () => AllowList, run: Command) {
    this.#list = list;
    this.#run = run;
  }

  known(name: string): KnownCommand | undefined {
    const { commands } = this.#list();
    return Object.hasOwn(commands, name) ? commands[name] : undefined;
  }

  names(): readonly string[] {
    return Object.keys(this.#list().commands);
  }

  prepare(name: string, given: Readonly<Record<string, unknown>>): Prepared | { readonly refused: string } {
    const list = this.#list();
    const d = Object.hasOwn(list.commands, name) ? list.commands[name] : undefined;
    if (!d)
      return { refused: `the operator allows no command ${name}; ${FILE} has ${this.names().join(', ') || 'none'}` };
    const made = list.argv(name, given);
    if ('refused' in made) return made;
    const [file = '', ...args] = made.argv;
    return { file, args, environment: d.environment, timeout: d.timeout };
  }

  binary(name: string): ReturnType<Commands['binary']> {
    const { binaries } = this.#list();
    const found = Object.hasOwn(binaries, name) ? binaries[name] : undefined;
    return (
      found ?? { refused: `nobody said where ${name} is: add it under binaries: in ${FILE}, with its absolute path` }
    );
  }

  missing(what: Pick<Invocation, 'file' | 'environment'>): Promise<string | undefined> {
    return this.#run.missing(what);
  }

  run(what: Invocation, effect: 'read' | 'change'): Promise<Ran> {
    return this.#run.run(what, effect);
  }
}

/** R9: arguments that do not fit what is called; found when it is planned, which is too late. */
import type { Hit, Material, Rule, WrittenStep } from '../model.ts';
import { isFields } from '../written-steps.ts';

interface Called {
  /** Parameter that holds what is given. */
  readonly param: string;
  readonly takes: readonly string[];
  readonly needs: readonly string[];
}

function called({ kind, params }: WrittenStep, { catalog }: Material): Called | undefined {
  if (kind === 'runbook.run') {
    const other = catalog.runbooks.find((r) => r.id === params.runbook);
    const needs = other?.inputs.filter((i) => i.default === undefined) ?? [];
    return other && { param: 'inputs', takes: other.inputs.map((i) => i.name), needs: needs.map((i) => i.name) };
  }
  if (kind === 'command.run' || kind === 'command.look') {
    const takes = Object.keys(catalog.programs.commands[String(params.command)]?.arguments ?? {});
    return String(params.command) in catalog.programs.commands
      ? { param: 'arguments', takes, needs: takes }
      : undefined;
  }
  if (kind === 'postgres.statement') {
    const takes = catalog.targets.statements[String(params.statement)]?.values.map((v) => v.name);
    return takes && { param: 'values', takes, needs: takes };
  }
  return undefined;
}

function misfits(step: WrittenStep, material: Material): readonly Hit[] {
  const what = called(step, material);
  const given = what && (step.params[what.param] ?? {});
  if (!what || !isFields(given)) return [];
  const strange = Object.keys(given).filter((name) => !what.takes.includes(name));
  const missing = what.needs.filter((name) => !Object.hasOwn(given, name));
  const takes = what.takes.length === 0 ? 'it takes nothing' : `it takes ${what.takes.join(', ')}`;
  return [
    ...strange.map(
      (name): Hit => ({ file: step.file, path: step.at(what.param, name), key: true, what: `${name}: ${takes}` }),
    ),
    ...missing.map(
      (name): Hit => ({ file: step.file, path: [...step.path, step.kind], key: true, what: `${name} is not given` }),
    ),
  ];
}

export const givesWhatIsNotTaken: Rule = {
  id: 'R9',
  title: 'Gives what is not taken, or not what is needed',
  why: 'The step is refused in the middle of the run, when half of it is done.',
  remedy: 'Give exactly what the runbook, the command or the statement takes',
  gravity: 'error',
  example: {
    fires:
      'name: Whole\nsteps:\n  - runbook.run: { runbook: architect/api-completely-down, inputs: { nameSpace: shop } }\n',
    fine: 'name: Whole\nsteps:\n  - runbook.run: { runbook: architect/api-completely-down, inputs: { namespace: shop } }\n',
  },
  find: (material) => material.runbooks.flatMap(({ steps }) => steps.flatMap((s) => misfits(s, material))),
};

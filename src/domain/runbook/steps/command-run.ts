/** command.run: a program of the operator's allow-list that changes something: planned, approved, started once. */
import type { Params } from '../model.ts';
import { cut } from '../output.ts';
import type { ChangeKind, StepPorts } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { commandParams } from './command-look.ts';
import { changed, looked, outputOf, PROGRAM_OUTPUTS, prepared, programLines, shownAs } from './program.ts';

/** What the operator wants people to see before, which must still be so when it is carried out. */
async function before(params: Params, { commands }: StepPorts): Promise<string | undefined> {
  const { command, arguments: given } = commandParams.parse(params);
  const look = commands.known(command)?.before;
  if (look === undefined) return undefined;
  const what = commands.prepare(look, given);
  return 'refused' in what ? what.refused : (await looked(commands, what)).output.trim();
}

export const commandRun: ChangeKind = {
  name: 'command.run',
  summary: "Runs a command of the operator's list that changes something; no shell, exactly the arguments of the plan.",
  risk: 'high',
  class: 'once',
  mutates: true,
  schema: schemaOf(commandParams, { shorthand: 'command', mutates: true, outputs: PROGRAM_OUTPUTS }),
  examples: [
    { means: 'Restart a unit', params: { command: 'restart-unit', arguments: { unit: 'ai-cost-dashboard.service' } } },
  ],
  needs: (p) => [{ on: 'command', command: String(p.command) }],
  target: (p) => `command/${commandParams.parse(p).command}`,
  async plan(params, ports) {
    const { command, arguments: given } = commandParams.parse(params);
    const { commands } = ports;
    const known = commands.known(command);
    if (known?.effect === 'read') return { refused: `${command} only looks: use command.look` };
    const what = commands.prepare(command, given);
    if ('refused' in what) return what;
    const missing = await commands.missing(what);
    if (missing !== undefined) return { refused: missing };
    const is = await before(params, ports);
    const undo = known?.undo;
    return {
      summary: `${known?.does ?? command}: ${shownAs(what)}`,
      changes: [],
      risk: known?.risk ?? 'high',
      guarded: is === undefined ? {} : { before: is.slice(0, 2_000) },
      notes: [
        ...(is === undefined ? [] : [`Now: ${cut(is, 400)}`]),
        'It is started once. When its end is not known, a person looks what it did',
        ...(undo === undefined ? ['There is no undo'] : []),
      ],
      request: { ...what, args: [...what.args] },
      ...(undo === undefined
        ? {}
        : {
            undo: {
              kind: 'command.run',
              params: { command: undo, arguments: given },
              summary: commands.known(undo)?.does ?? undo,
            },
          }),
    };
  },
  async execute(plan, ports, { late }) {
    const is = await before(plan.params, ports);
    const was = plan.guarded.before;
    if (is !== undefined && is.slice(0, 2_000) !== was) {
      return { kind: 'drifted', moved: [`before: ${cut(String(was ?? ''), 80)} → ${cut(is, 80)}`] };
    }
    if (late) return { kind: 'late' };
    const ran = await changed(ports.commands, prepared.parse(plan.request));
    return { kind: 'done', output: { ...outputOf(ran), text: plan.summary } };
  },
  lines: programLines,
};

/** systemd.restart: one service of the worker's machine starts anew; void when somebody restarted it since the plan. */
import { z } from 'zod';
import type { Prepared } from '../../../ports/commands.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Plan } from '../model.ts';
import type { ChangeKind, StepPorts } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { changed, looked, outputOf, PROGRAM_OUTPUTS, prepared, shownAs } from './program.ts';

/** Milliseconds: systemd itself gives a unit 90 s to stop and 90 s to start. */
const TO_RESTART = 240_000;
const TO_LOOK = 10_000;

const params = z.strictObject({
  unit: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.@:-]{0,199}\.service$/, 'must be a service with its ending, like nginx.service'),
});

function systemctl(ports: StepPorts, args: readonly string[], timeout: number): Prepared {
  const found = ports.commands.binary('systemctl');
  if ('refused' in found) throw new Fault('permanent', 'command.no-binary', found.refused);
  return { file: found.file, args: [...args], environment: {}, timeout };
}

interface Unit {
  readonly load: string;
  readonly active: string;
  readonly sub: string;
  /** New with every start; empty when it never ran. */
  readonly invocation: string;
}

/** A unit that nobody knows is an answer too: systemctl ends with 0 and says `not-found`. */
async function look(ports: StepPorts, unit: string): Promise<Unit> {
  const asked = '--property=LoadState,ActiveState,SubState,InvocationID';
  const ran = await looked(ports.commands, systemctl(ports, ['show', '--no-pager', asked, unit], TO_LOOK));
  const said = new Map(ran.output.split('\n').map((l) => [l.split('=', 1)[0], l.slice(l.indexOf('=') + 1).trim()]));
  const of = (name: string) => said.get(name) ?? '';
  return { load: of('LoadState'), active: of('ActiveState'), sub: of('SubState'), invocation: of('InvocationID') };
}

const guard = (u: Unit): Plan['guarded'] => ({ state: u.active, invocation: u.invocation });

export const systemdRestart: ChangeKind = {
  name: 'systemd.restart',
  summary: "Restarts one service of the worker's machine, and looks whether it runs afterwards.",
  risk: 'high',
  class: 'once',
  mutates: true,
  schema: schemaOf(params, { shorthand: 'unit', mutates: true, outputs: [...PROGRAM_OUTPUTS, 'state'] }),
  examples: [{ means: 'The dashboard hangs', params: { unit: 'ai-cost-dashboard.service' } }],
  needs: () => [{ on: 'binary', binary: 'systemctl' }],
  target: (p) => `unit/${params.parse(p).unit}`,
  async plan(p, ports) {
    const { unit } = params.parse(p);
    const found = ports.commands.binary('systemctl');
    if ('refused' in found) return found;
    const missing = await ports.commands.missing(found.file);
    if (missing !== undefined) return { refused: missing };
    const is = await look(ports, unit);
    if (is.load !== 'loaded') {
      const why = is.load === 'not-found' ? 'there is no such unit on this machine' : `systemd says ${is.load}`;
      return { refused: `${unit} cannot be restarted: ${why}` };
    }
    const what = systemctl(ports, ['restart', '--no-ask-password', unit], TO_RESTART);
    return {
      summary: `Restart ${unit}`,
      changes: [{ what: unit, from: `${is.active} (${is.sub})`, to: 'started anew' }],
      guarded: guard(is),
      notes: [shownAs(what), 'What it is doing now is interrupted. There is no undo'],
      request: { ...what, args: [...what.args] },
    };
  },
  async execute(plan, ports, { late }) {
    const { unit } = params.parse(plan.params);
    const live = guard(await look(ports, unit));
    const moved = Object.keys(live).filter((k) => live[k] !== plan.guarded[k]);
    if (moved.length > 0) return { kind: 'drifted', moved: moved.map((k) => `${k}: ${plan.guarded[k]} → ${live[k]}`) };
    if (late) return { kind: 'late' };
    const ran = await changed(ports.commands, prepared.parse(plan.request));
    const { active, sub } = await look(ports, unit);
    if (active !== 'active') {
      throw new Fault(
        'permanent',
        'systemd.not-active',
        `${unit} was restarted and is ${active} (${sub}): see its journal`,
      );
    }
    return { kind: 'done', output: { ...outputOf(ran), state: active, text: plan.summary } };
  },
  lines: (o) => [`${o.text ?? ''}: ${o.state ?? ''}`],
};

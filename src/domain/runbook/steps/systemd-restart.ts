/** systemd.restart: one service of the worker's machine starts anew; void when somebody restarted it since the plan. */
import { z } from 'zod';
import { Fault } from '../../../ports/fault.ts';
import type { StepPorts } from '../step-kind.ts';
import { looked } from './program.ts';
import { program, programChange } from './program-change.ts';

/** Milliseconds: systemd itself gives a unit 90 s to stop and 90 s to start. */
const TO_RESTART = 240_000;
const TO_LOOK = 10_000;

const params = z.strictObject({
  unit: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.@:-]{0,199}\.service$/, 'must be a service with its ending, like nginx.service'),
});

interface Unit {
  readonly load: string;
  readonly active: string;
  readonly sub: string;
  /** New with every start; empty when it never ran. */
  readonly invocation: string;
}

/** A unit that nobody knows is an answer too: systemctl ends with 0 and says `not-found`. */
async function look({ unit }: z.output<typeof params>, ports: StepPorts): Promise<Unit> {
  const asked = '--property=LoadState,ActiveState,SubState,InvocationID';
  const ran = await looked(ports.commands, program(ports, 'systemctl', ['show', '--no-pager', asked, unit], TO_LOOK));
  const said = new Map(ran.output.split('\n').map((l) => [l.split('=', 1)[0], l.slice(l.indexOf('=') + 1).trim()]));
  const of = (name: string) => said.get(name) ?? '';
  return { load: of('LoadState'), active: of('ActiveState'), sub: of('SubState'), invocation: of('InvocationID') };
}

export const systemdRestart = programChange({
  name: 'systemd.restart',
  summary: "Restarts one service of the worker's machine, and looks whether it runs afterwards.",
  risk: 'high',
  params,
  shorthand: 'unit',
  program: 'systemctl',
  outputs: ['state'],
  timeout: TO_RESTART,
  examples: [{ means: 'The dashboard hangs', params: { unit: 'ai-cost-dashboard.service' } }],
  target: ({ unit }) => `unit/${unit}`,
  look,
  guard: ({ active, invocation }) => ({ state: active, invocation }),
  intend({ unit }, is) {
    if (is.load !== 'loaded') {
      const why = is.load === 'not-found' ? 'there is no such unit on this machine' : `systemd says ${is.load}`;
      return { refused: `${unit} cannot be restarted: ${why}` };
    }
    return {
      args: ['restart', '--no-ask-password', unit],
      summary: `Restart ${unit}`,
      changes: [{ what: unit, from: `${is.active} (${is.sub})`, to: 'started anew' }],
      notes: ['What it is doing now is interrupted. There is no undo'],
    };
  },
  async after(p, ports) {
    const { active, sub } = await look(p, ports);
    if (active === 'active') return { state: active };
    const how = `${p.unit} was restarted and is ${active} (${sub}): see its journal`;
    throw new Fault('permanent', 'systemd.not-active', how);
  },
  lines: (o) => [`${o.text ?? ''}: ${o.state ?? ''}`],
});

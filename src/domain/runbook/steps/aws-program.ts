/** The aws program as the kinds that look and change through it share it: typed arguments in, JSON out. */
import type { Prepared } from '../../../ports/commands.ts';
import { Fault } from '../../../ports/fault.ts';
import type { StepPorts } from '../step-kind.ts';
import { program } from './program-change.ts';

/** Milliseconds. */
const TO_LOOK = 60_000;

/** It answers in JSON, and asks for no terminal to page it in. */
function aws(ports: StepPorts, args: readonly string[], timeout = TO_LOOK): Prepared {
  const what = program(ports, 'aws', [...args, '--output', 'json'], timeout);
  return { ...what, environment: { ...what.environment, AWS_PAGER: '' } };
}

/** What aws says, read as JSON; `undefined` when it says that there is no such thing. */
export async function asked(
  ports: StepPorts,
  args: readonly string[],
  none: RegExp = /\(404\)|Not Found|NoSuchKey/,
): Promise<unknown> {
  const ran = await ports.commands.run(aws(ports, args), 'read');
  if (ran.exit !== 0) {
    if (none.test(ran.errors)) return undefined;
    const why = ran.errors.trim().slice(-300) || 'it said nothing';
    throw new Fault('permanent', 'aws.failed', `aws ${args.slice(0, 2).join(' ')} ended with ${ran.exit}: ${why}`);
  }
  try {
    return JSON.parse(ran.output || '{}');
  } catch {
    throw new Fault('permanent', 'aws.unreadable', `aws ${args.slice(0, 2).join(' ')} said more than is kept of it`);
  }
}

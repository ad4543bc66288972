/** Every slash command: an explicit list. */
import { incident } from '../../commands/incident.ts';
import { runbook } from '../../commands/runbook.ts';

export const commands = [incident, runbook] as const;

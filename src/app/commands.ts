/** Every slash command: an explicit list. */
import { incident } from '../../commands/incident.ts';

export const commands = [incident] as const;

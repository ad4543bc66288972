/** R2: what nobody should be told to type, half asleep. */
import type { Rule } from '../model.ts';
import { matches } from '../texts.ts';
import { toldToPeople } from '../told-to-people.ts';

const DRASTIC =
  /\bkill\s+-(?:9|KILL|SIGKILL)\b|\bFLUSH(?:ALL|DB)\b|\brm\s+-[a-z]*(?:rf|fr)[a-z]*\b|\bfind\b[^.;\n]{0,80}\s-delete\b|\bgit\s+(?:push\s+(?:-f\b|--force\b(?!-with-lease))|reset\s+--hard)|\b(?:kubectl|docker|helm)\b[^.;\n]{0,80}\s--(?:force|grace-period=0)\b|\bchmod\s+(?:-R\s+)?777\b|\bDROP\s+(?:DATABASE|TABLE|SCHEMA)\b|\bcurl\b[^;\n]{0,120}\|\s*(?:sudo\s+)?(?:ba)?sh\b/;

export const drasticAdvice: Rule = {
  id: 'R2',
  title: 'Tells people to do what cannot be taken back',
  why: 'Nothing plans it, nobody approves it, nothing keeps what was there, and a slip of the finger takes something else.',
  remedy:
    'Use a kind that is planned and approved first (redis.flush, kubernetes.rolloutRestart, postgres.statement), or a command of org/commands.yaml',
  gravity: 'error',
  example: {
    fires: 'name: Stuck\nsteps:\n  - manual.task: End it with kill -9\n',
    fine: 'name: Stuck\nsteps:\n  - manual.task: End it with SIGTERM and wait for 30 seconds\n',
  },
  find: (material) => matches(toldToPeople(material), DRASTIC),
};

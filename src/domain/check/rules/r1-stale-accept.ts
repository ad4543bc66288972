/** R1: the hazard is gone, and its excuse would hide the next one. Found by check.ts, which knows what was found. */
import type { Rule } from '../model.ts';

export const staleAccept: Rule = {
  id: 'R1',
  title: 'Accepts what is not there',
  why: 'The reason was for a step that is gone. The next hazard of its kind would be accepted by it, and nobody would have looked.',
  remedy: 'Delete it under accept:',
  gravity: 'warning',
  example: {
    fires: 'name: Up\naccept: { H6: The number is what the cluster bears }\nsteps:\n  - note: Nothing is scaled\n',
    fine: 'name: Up\naccept: { H6: The number is what the cluster bears }\nsteps:\n  - kubernetes.scale: { namespace: shop, deployment: api, replicas: 15 }\n',
  },
  find: () => [],
};

/** H30: `ps aux | grep uvicorn` always finds one: itself. */
import type { Rule } from '../model.ts';
import { matches } from '../texts.ts';
import { toldToPeople } from '../told-to-people.ts';

/** `grep [u]vicorn` does not find itself; nor does what is taken out again. */
const ITSELF = /\bps\s[^|;\n]{0,40}\|\s*grep\s+(?!.*(?:\[|grep\s+-v))[^|;\n]{1,60}/;

export const findsItself: Rule = {
  id: 'H30',
  title: 'A search for a process that always finds itself',
  why: 'ps | grep showed a line, so the service was believed to run. The line was grep.',
  remedy:
    'pgrep --full, systemctl show, or command.look with grep:, which reads what was printed and starts no program',
  gravity: 'warning',
  example: {
    fires: 'name: Alive\nsteps:\n  - manual.task: "See whether it runs: ps aux | grep uvicorn"\n',
    fine: 'name: Alive\nsteps:\n  - manual.task: "See whether it runs: pgrep --full uvicorn"\n',
  },
  find: (material) => matches(toldToPeople(material), ITSELF),
};

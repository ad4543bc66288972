/** H32: UTF-8 that was read as something else: `â€™`, `√¢`. */
import type { Rule } from '../model.ts';
import { matches, textsOf } from '../texts.ts';

/** Windows-1252 and Mac Roman make these of quotation marks, dashes, arrows and letters with accents. */
const MOJIBAKE = /â€.?|â†.|âœ.|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|ðŸ.?|‚Ä.|‚Ü.|√[¢©±º∂]|ï¿½|\ufffd/u;

export const mojibake: Rule = {
  id: 'H32',
  title: 'Characters that were read in the wrong encoding',
  why: 'A command that was copied with its quotation marks broken does something else, or nothing.',
  remedy: 'Write what was meant, and save the file as UTF-8',
  gravity: 'warning',
  example: {
    fires: 'name: Outage\nsteps:\n  - note: We donâ€™t know yet\n',
    fine: 'name: Outage\nsteps:\n  - note: We don’t know yet\n',
  },
  find: ({ papers }) => papers.flatMap((paper) => matches(textsOf(paper), MOJIBAKE)),
};

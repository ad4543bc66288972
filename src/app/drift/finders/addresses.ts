/** An address that a step looks at. */
import { kindOf } from '../../../domain/runbook/steps/index.ts';
import { type Finder, gone, known, THERE, unknown } from '../finder.ts';

const TIMEOUT = 5_000;
const NO_SUCH_NAME = /\bENOTFOUND\b/;
const NO_SUCH_PAGE: readonly number[] = [404, 410];

export const addresses: Finder = {
  find({ need, step }) {
    // What a change is sent to is not tried.
    if (need.on !== 'web' || !known(need.url) || kindOf(step.kind)?.mutates !== false) return [];
    const { url } = need;
    return [
      {
        says: url,
        async look({ web }) {
          const look = await web.get(url, { timeout: TIMEOUT });
          // Only a name that nobody knows has surely gone: a server that does not answer may be ours not to reach.
          if ('error' in look) return NO_SUCH_NAME.test(look.error) ? gone(look.error) : unknown(look.error);
          return NO_SUCH_PAGE.includes(look.status) ? gone(`it answers ${look.status}`) : THERE;
        },
      },
    ];
  },
};

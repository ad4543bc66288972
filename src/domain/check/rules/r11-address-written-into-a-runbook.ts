/** R11: an address in a runbook is that of the environment somebody sat in front of. */
import type { Hit, Rule } from '../model.ts';

const ADDRESSED: Readonly<Record<string, string>> = {
  'http.check': 'url',
  'http.request': 'url',
  'tls.expiry': 'host',
};

/** The host comes from somewhere else. */
const BY_EXPRESSION = /^(?:\w+:\/\/)?[^/]*\$\{\{/;

export const addressWrittenIn: Rule = {
  id: 'R11',
  title: 'An address written into a runbook',
  why: 'The service moved. service.yaml was changed, and the runbook went on asking the old address, which answered.',
  remedy: 'Write it once as a value of service.yaml, and read it: "${{ service.health }}"',
  gravity: 'warning',
  example: {
    fires: 'name: Look\nsteps:\n  - http.check: https://shop.company.test/health\n',
    fine: 'name: Look\nsteps:\n  - http.check: "${{ service.health }}"\n',
  },
  find: ({ runbooks }) =>
    runbooks.flatMap(({ file, steps }) =>
      steps.flatMap((s): readonly Hit[] => {
        const param = ADDRESSED[s.kind];
        const address = param === undefined ? undefined : s.params[param];
        return param !== undefined && typeof address === 'string' && !BY_EXPRESSION.test(address)
          ? [{ file, path: s.at(param), what: address }]
          : [];
      }),
    ),
};

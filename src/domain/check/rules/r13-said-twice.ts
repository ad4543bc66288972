/** R13: a value that service.yaml has already: one of the two is changed, and the other one is not. */
import type { Hit, Rule } from '../model.ts';

export const saidTwice: Rule = {
  id: 'R13',
  title: 'Writes out what the service or an input says already',
  why: 'The bucket was renamed in service.yaml; the restore went on reading the old one. Or somebody typed staging, and this one step changed production.',
  remedy: 'Read it: "${{ service.bucket }}", "${{ inputs.namespace }}"',
  gravity: 'warning',
  example: {
    fires:
      'name: Back\ninputs:\n  namespace: { type: string, default: shop }\nsteps:\n  - kubernetes.rolloutStatus: { namespace: "${{ inputs.namespace }}", deployment: api }\n  - kubernetes.rolloutRestart: { namespace: shop, deployment: api }\n',
    fine: 'name: Back\ninputs:\n  namespace: { type: string, default: shop }\nsteps:\n  - kubernetes.rolloutStatus: { namespace: "${{ inputs.namespace }}", deployment: api }\n  - kubernetes.rolloutRestart: { namespace: "${{ inputs.namespace }}", deployment: api }\n',
  },
  // Only the same name with the same value: another namespace is another place, and is meant.
  find: ({ runbooks, catalog }) =>
    runbooks.flatMap(({ file, runbook, steps }) => {
      const values = catalog.services.find((s) => s.name === runbook.service)?.values ?? {};
      return steps.flatMap((s) =>
        Object.entries(s.params).flatMap(([param, value]): readonly Hit[] => {
          if (typeof value !== 'string') return [];
          const input = runbook.inputs.some((i) => i.name === param && i.default === value);
          const from = input ? `inputs.${param}` : values[param] === value ? `service.${param}` : undefined;
          return from === undefined ? [] : [{ file, path: s.at(param), what: `${value} is ${from}` }];
        }),
      );
    }),
};

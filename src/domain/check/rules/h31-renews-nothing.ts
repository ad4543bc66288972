/** H31: an annotation that renews no certificate. */
import type { Rule } from '../model.ts';
import { textsOf } from '../texts.ts';

const SWITCH = 'cert-manager.io/force-renew';

export const renewsNothing: Rule = {
  id: 'H31',
  title: 'A switch that renews nothing',
  why: `${SWITCH} is no switch of cert-manager: the step is green, and the certificate runs out all the same.`,
  remedy: 'Have cmctl renew as a command of org/commands.yaml, and look with tls.expiry afterwards',
  gravity: 'error',
  example: {
    fires: `name: Certificate\nsteps:\n  - kubernetes.annotate: { kind: certificates, namespace: shop, name: api, annotations: { ${SWITCH}: "true" } }\n`,
    fine: 'name: Certificate\nsteps:\n  - tls.expiry: shop.test\n',
  },
  find: ({ runbooks }) =>
    runbooks.flatMap((paper) => [
      ...paper.steps
        .filter((s) => SWITCH in Object(s.params.annotations))
        .map((s) => ({ file: s.file, path: s.at('annotations', SWITCH), key: true as const, what: SWITCH })),
      ...textsOf(paper)
        .filter(({ text }) => text.includes(SWITCH))
        .map(({ file, path }) => ({ file, path, needle: SWITCH, what: SWITCH })),
    ]),
};

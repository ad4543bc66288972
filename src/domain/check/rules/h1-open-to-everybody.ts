/** H1: a step called Block Traffic opened port 443 to the whole world. */
import type { Rule } from '../model.ts';
import { programs } from '../programs.ts';
import { matches, textsIn } from '../texts.ts';
import { toldToPeople } from '../told-to-people.ts';

const EVERYBODY = /(?:\b0\.0\.0\.0|(?<![\w:])::)\/0\b/;

export const openToEverybody: Rule = {
  id: 'H1',
  title: 'Opens something to everybody',
  why: 'A step of a runbook called “Block Traffic” allowed port 443 from 0.0.0.0/0. A security group cannot deny: under attack the attacker was let in.',
  remedy:
    'Block with aws.wafBlock, take an opening away with aws.securityGroupRevoke, or name the network that is meant',
  gravity: 'error',
  example: {
    fires:
      'name: Attack\nsteps:\n  - manual.task: Block the traffic by allowing 443 from 0.0.0.0/0 in the security group\n',
    fine: 'name: Attack\nsteps:\n  - manual.task: Tell the provider which addresses are blocked\n',
  },
  find: (material) => [
    ...matches(toldToPeople(material), EVERYBODY),
    ...matches(
      material.runbooks.flatMap(({ file, steps }) =>
        steps
          .filter((s) => s.kind.startsWith('kubernetes.') || s.kind === 'http.request')
          .flatMap((s) => textsIn(file, s.params, s.at())),
      ),
      EVERYBODY,
    ),
    ...programs(material).flatMap(({ file, path, args }) =>
      matches(
        args.map((text, i) => ({ file, path: [...path, i + 1], text })),
        EVERYBODY,
      ),
    ),
  ],
};

/** H4: `kubectl get configmap,secret -o yaml` into a bucket carried every password there. */
import type { Rule } from '../model.ts';
import { programs } from '../programs.ts';
import { matches } from '../texts.ts';
import { toldToPeople } from '../told-to-people.ts';

const TOLD = /\bget\b[^.;\n]{0,60}\bsecrets?\b[^.;\n]{0,80}(?:-o\s?|--output[= ])(?:ya?ml|json)/i;

export const secretsCarriedAway: Rule = {
  id: 'H4',
  title: 'Reads secrets out as text',
  why: 'A daily backup wrote every Secret of the cluster into a bucket, readable by whoever reads backups.',
  remedy: 'Back up configuration without secrets; secrets come back from the secret store',
  gravity: 'error',
  example: {
    file: 'org/commands.yaml',
    fires:
      'commands:\n  keep: { does: Keeps it, run: [/usr/bin/kubectl, get, "configmap,secret", -o, yaml], effect: read }\n',
    fine: 'commands:\n  keep: { does: Keeps it, run: [/usr/bin/kubectl, get, configmap, -o, yaml], effect: read }\n',
  },
  find: (material) => [
    ...matches(toldToPeople(material), TOLD),
    ...programs(material).flatMap(({ file, path, name, args }) => {
      const what = args.find((a) => /(?:^|,)secrets?(?:$|[,/])/.test(a));
      const shown = args.some((a) => /^(?:-o|--output|-oyaml|-ojson)/.test(a));
      return ['kubectl', 'oc'].includes(name) && args.includes('get') && what && shown
        ? [{ file, path, needle: what, what: `${name} get ${what}` }]
        : [];
    }),
  ],
};

/** H23: `curl -k`: whoever answers is believed. */
import type { Hit, Rule } from '../model.ts';
import { programs } from '../programs.ts';
import { matches } from '../texts.ts';
import { toldToPeople } from '../told-to-people.ts';

const TOLD =
  /\bcurl\b[^.;\n]{0,80}(?:\s-[a-zA-Z]*k\b|\s--insecure\b)|--no-check-certificate\b|--insecure-skip-tls-verify\b|\bsslmode=disable\b/;
const FLAG =
  /^(?:--insecure|--no-check-certificate|--insecure-skip-tls-verify(?:=true)?|--no-verify-ssl|--tls-verify=false)$/;

export const tlsOff: Rule = {
  id: 'H23',
  title: 'Certificates are not looked at',
  why: 'The check passes while every customer sees a warning, because the certificate ran out: that was the outage.',
  remedy: 'http.check looks at certificates; tls.expiry says when one runs out',
  gravity: 'error',
  example: {
    file: 'org/commands.yaml',
    fires:
      'commands:\n  ping: { does: Whether it answers, run: [/usr/bin/curl, -sk, "https://shop.test/health"], effect: read }\n',
    fine: 'commands:\n  ping: { does: Whether it answers, run: [/usr/bin/curl, -s, "https://shop.test/health"], effect: read }\n',
  },
  find: (material) => [
    ...matches(toldToPeople(material), TOLD),
    ...programs(material).flatMap(({ file, path, name, args }) =>
      args.flatMap((a, i): readonly Hit[] =>
        FLAG.test(a) || (name === 'curl' && /^-[A-Za-z]*k[A-Za-z]*$/.test(a))
          ? [{ file, path: [...path, i + 1], what: `${name} ${a}` }]
          : [],
      ),
    ),
  ],
};

/** `severity p2 [reason…]`: it is worse, or not as bad, as it looked. */
import { defineVerb, findSeverity, problem, unknownWord } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';

export const severity = defineVerb({
  name: 'severity',
  aliases: ['sev', 'priority', 'prio'],
  usage: 'severity [INC-n] <severity> [reason…]',
  summary: 'Change the severity; a worse one may page at once.',
  may: 'severity',
  takesIncident: true,
  examples: [
    { text: 'severity p2', means: 'lowers or raises it' },
    { text: 'sev p1 all regions are affected now', means: 'with the reason, for the timeline' },
  ],
  parse(args, { catalog, on, prefix }) {
    const names = catalog.severities.map((s) => s.name);
    const typed = args.word(0);
    if (typed === undefined) {
      return problem(
        say`Which one? Write ${code(`${prefix} severity ${names[0] ?? 'p1'}`)}. Known: ${names.join(', ')}.`,
      );
    }
    const found = findSeverity(catalog, typed);
    if (!found) return unknownWord('severity', args.words[0]?.value ?? typed, names);
    const reason = args.rest(1).replace(/^[\s\-–—:|,]+/, '');
    return {
      kind: 'act',
      verb: 'severity',
      on,
      input: { type: 'incident.severity', data: { severity: found.name, ...(reason ? { reason } : {}) } },
    };
  },
});

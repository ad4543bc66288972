/** `declare p1 API down`: complete arguments page at once; whatever is missing is asked for in a form. */
import {
  defineVerb,
  findService,
  findSeverity,
  type Intent,
  nearest,
  problem,
  unknownWord,
} from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';

/** `P1 - API DOWN`, `p1: API down`: what people put between severity and title. */
const SEPARATOR = /^[\s\-–—:|,]+/;

/** A word that claims to be a severity, so that a wrong one is not taken for a title. */
const LOOKS_LIKE_SEVERITY = /^(?:p|s|sev|severity|prio|priority)-?\d{1,2}$/;

export const declare = defineVerb({
  name: 'declare',
  aliases: ['new', 'open', 'create', 'start', 'begin'],
  usage: 'declare <severity> <title…> [service=NAME] [impact="TEXT"] [customers=40%] [--separate]',
  summary: 'Declare an incident: pages the first level at once.',
  may: 'declare',
  keys: { service: 'which service', impact: 'what customers notice', customers: 'share of customers affected' },
  flags: { separate: 'another incident although one is open for the service' },
  takesIncident: false,
  examples: [
    { text: 'declare p1 API down', means: 'pages on-call for the default service now' },
    { text: 'declare P1 - API DOWN', means: 'the same; dashes and case do not matter' },
    { text: 'declare p2 "High error rate" service=architect customers=40%', means: 'names the service and the impact' },
    { text: 'declare', means: 'opens a form' },
  ],
  parse(args, { catalog, prefix }): Intent {
    const one = args.word(0) ?? '';
    const two = findSeverity(catalog, one) ? undefined : findSeverity(catalog, `${one}${args.word(1) ?? ''}`);
    const severity = findSeverity(catalog, one) ?? (args.words.length > 1 ? two : undefined);
    const names = catalog.severities.map((s) => s.name);
    if (!severity && LOOKS_LIKE_SEVERITY.test(one)) return unknownWord('severity', args.words[0]?.value ?? one, names);

    const typed = args.keys.get('service');
    const service = typed === undefined ? undefined : findService(catalog, typed);
    if (typed !== undefined && !service) {
      return unknownWord(
        'service',
        typed,
        catalog.services.flatMap((s) => [s.name, ...s.aliases]),
      );
    }
    const title = args
      .rest(severity ? (severity === two ? 2 : 1) : 0)
      .replace(SEPARATOR, '')
      .trim();
    const impact = args.keys.get('impact');
    const customers = args.keys.get('customers');
    const known = {
      ...(service ? { service: service.name } : {}),
      ...(impact ? { impact } : {}),
      ...(customers ? { customers } : {}),
    };
    if (severity && title) {
      const separate = args.flags.has('separate') ? { separate: true } : {};
      return {
        kind: 'act',
        verb: 'declare',
        on: 'new',
        input: { type: 'incident.declare', data: { severity: severity.name, title, ...known, ...separate } },
      };
    }
    const guess = severity?.name ?? nearest(one, names);
    return {
      kind: 'form',
      form: 'declare',
      on: 'new',
      prefill: { ...known, ...(title ? { title } : {}), ...(guess ? { severity: guess } : {}) },
      otherwise: problem(
        severity
          ? say`What is wrong? Say ${code(`${prefix} declare ${severity.name} API down`)}. Nobody has been paged.`
          : say`How bad is it? Say ${code(`${prefix} declare ${names[0] ?? 'p1'} ${title || 'API down'}`)}. Nobody has been paged.`,
      ),
    };
  },
});

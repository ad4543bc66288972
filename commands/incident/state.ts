/** `state identified [reason…]`: how far we are. */
import { STATUSES, type Status } from '../../src/domain/incident/model.ts';
import { defineVerb, problem, unknownWord } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';

const KNOWN = [...STATUSES, 'reopened'] as const;
const ALSO: Readonly<Record<string, Status | 'reopened'>> = {
  investigate: 'investigating',
  mitigated: 'monitoring',
  monitor: 'monitoring',
  watching: 'monitoring',
  fixed: 'resolved',
  closed: 'resolved',
  reopen: 'reopened',
  open: 'reopened',
};

const read = (word: string): Status | 'reopened' | undefined => KNOWN.find((s) => s === word) ?? ALSO[word];

export const state = defineVerb({
  name: 'state',
  aliases: ['status', 'investigating', 'identified', 'monitoring', 'mitigated', 'reopen', 'reopened'],
  usage: 'state [INC-n] investigating|identified|monitoring|resolved|reopened [reason…]',
  summary: 'Say how far we are.',
  may: 'state',
  takesIncident: true,
  examples: [
    { text: 'state identified bad deploy', means: 'the cause is known' },
    { text: 'monitoring', means: 'short for state monitoring' },
    { text: 'reopen it came back', means: 'starts the escalation again' },
  ],
  parse(args, { called, on, prefix }) {
    const short = read(called);
    const typed = args.word(0);
    if (!short && typed === undefined) {
      return problem(say`Which state? Write ${code(`${prefix} state identified`)}. Known: ${KNOWN.join(', ')}.`);
    }
    const status = short ?? read(typed ?? '');
    if (!status) return unknownWord('state', args.words[0]?.value ?? '', KNOWN);
    const reason = args.rest(short ? 0 : 1);
    return {
      kind: 'act',
      verb: 'state',
      on,
      input: { type: 'incident.state', data: { status, ...(reason ? { reason } : {}) } },
    };
  },
});

/** `update <text…> [next=30m]`: tell people what is known; without text a form opens. */
import { defineVerb, type Intent, problem, unknownWord } from '../../src/inbound/slack/define-command.ts';
import { parseDuration } from '../../src/lib/duration.ts';
import { code, say } from '../../src/lib/text.ts';

const AUDIENCES = ['internal', 'public'] as const;

export const update = defineVerb({
  name: 'update',
  aliases: ['post', 'say'],
  usage: 'update [INC-n] [text…] [next=30m] [eta=14:30] [audience=internal|public]',
  summary: 'Post an update, and promise the next one.',
  may: 'update',
  keys: { next: 'when the next update comes', eta: 'expected end', audience: 'internal or public' },
  takesIncident: true,
  examples: [
    { text: 'update rolled back, error rate is falling next=15m', means: 'posts it and reminds in 15 minutes' },
    { text: 'update "We are back" audience=public', means: 'customers read it too' },
    { text: 'update', means: 'opens a form' },
  ],
  parse(args, { on, prefix }): Intent {
    const text = args.rest(0);
    const next = args.keys.get('next');
    const nextMs = next === undefined ? undefined : parseDuration(next);
    if (next !== undefined && !nextMs) {
      return problem(say`${code(`next=${next}`)} is not a duration. Write ${code('next=30m')}. Nothing was posted.`);
    }
    const typed = args.keys.get('audience');
    const audience = AUDIENCES.find((a) => a === typed?.toLowerCase());
    if (typed !== undefined && !audience) return unknownWord('audience', typed, AUDIENCES);
    const eta = args.keys.get('eta');
    if (text) {
      const data = { text, ...(nextMs ? { nextMs } : {}), ...(eta ? { eta } : {}), ...(audience ? { audience } : {}) };
      return { kind: 'act', verb: 'update', on, input: { type: 'incident.update', data } };
    }
    return {
      kind: 'form',
      form: 'update',
      on,
      prefill: {
        ...(nextMs ? { next: String(nextMs) } : {}),
        ...(eta ? { eta } : {}),
        ...(audience ? { audience } : {}),
      },
      otherwise: problem(say`What should I say? Write ${code(`${prefix} update rolled back, error rate is falling`)}.`),
    };
  },
});

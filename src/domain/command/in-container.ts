/** `exec:` of org/policy.yaml: what may be run in which container. Nothing is, unless it is written there. */
import { z } from 'zod';
import { type ArgumentRule, argumentRule, misfit } from '../../lib/argument-rule.ts';
import { duration, text } from '../../lib/yaml/fields.ts';
import { INTERPRETERS } from './interpreters.ts';

/** One argument: this very word, or one that fits. */
export type AllowedWord = string | ArgumentRule;

export interface AllowedExec {
  readonly namespace: string;
  readonly deployment: string;
  readonly container: string;
  readonly argv: readonly AllowedWord[];
  /** Milliseconds. */
  readonly timeout: number;
}

export interface InContainer {
  readonly namespace: string;
  readonly deployment: string;
  readonly container: string;
  readonly argv: readonly string[];
}

const SHELLS = /^(?:.*\/)?(?:ba|da|z|k|c|tc|fi|a)?sh$/;
const MOST_WORDS = 50;
const label = (what: string) =>
  z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, `must be the name of a ${what}: a-z, 0-9 and -`);

/** An interpreter with a free argument would run whatever a runbook says. */
const runsAnything = (argv: readonly AllowedWord[]): boolean =>
  INTERPRETERS.test(`/${argv[0]}`) && argv.some((word) => typeof word !== 'string');

function unsafe(argv: readonly AllowedWord[]): { readonly message: string; readonly instead: string } | undefined {
  const [program] = argv;
  if (typeof program !== 'string') {
    return { message: 'the program itself must be written, not chosen', instead: 'write its name first: [ls, …]' };
  }
  if (SHELLS.test(program)) {
    return { message: 'must not be a shell', instead: 'name the program and its arguments: [ls, -l, /data]' };
  }
  if (!runsAnything(argv)) return undefined;
  return { message: 'leaves an argument of an interpreter open', instead: 'write all of its arguments as words' };
}

export const allowedExec = z.strictObject({
  namespace: label('namespace'),
  deployment: label('deployment'),
  container: label('container'),
  argv: z
    .array(z.union([text(1_000), argumentRule]))
    .min(1, 'needs the program and its arguments, one by one')
    .max(MOST_WORDS)
    .superRefine((argv, context) => {
      const wrong = unsafe(argv);
      if (wrong) context.addIssue({ code: 'custom', message: wrong.message, params: { instead: wrong.instead } });
    }),
  timeout: duration({ min: 1_000, max: 3_600_000 }).default(60_000),
});

/** The entry that allows exactly this, or what to do about it. */
export function allowedIn(list: readonly AllowedExec[], what: InContainer): AllowedExec | { readonly refused: string } {
  const where = `container ${what.container} of deployment ${what.namespace}/${what.deployment}`;
  const here = list.filter(
    (e) => e.namespace === what.namespace && e.deployment === what.deployment && e.container === what.container,
  );
  if (here.length === 0) {
    return { refused: `nothing may be run in ${where}: allow it under exec: in workflows/org/policy.yaml` };
  }
  const found = here.find((e) => fits(e.argv, what.argv));
  if (found) return found;
  return {
    refused: `${what.argv.join(' ').slice(0, 200)} is not among what may be run in ${where}: see exec: in workflows/org/policy.yaml`,
  };
}

function fits(allowed: readonly AllowedWord[], argv: readonly string[]): boolean {
  if (allowed.length !== argv.length) return false;
  return allowed.every((word, i) =>
    typeof word === 'string' ? word === argv[i] : misfit(word, argv[i]) === undefined,
  );
}

/** From what a person typed to what they want: one grammar for slash commands and mentions. */
import { code, joined, say, type Text } from '../../lib/text.ts';
import {
  type CommandContext,
  findSeverity,
  type Intent,
  nearest,
  problem,
  type SlashCommand,
  type VerbSpec,
  type Which,
} from './define-command.ts';
import { type Args, readArgs } from './grammar.ts';

const INCIDENT = /^(?:inc-?|#)(\d{1,9})$/i;

const readIncident = (word: string | undefined): number | undefined => {
  const n = Number(INCIDENT.exec(word ?? '')?.[1] ?? 0);
  return n > 0 ? n : undefined;
};

const RUN = /^r-?(\d{1,9})$/i;

const readRun = (word: string | undefined): number | undefined => {
  const n = Number(RUN.exec(word ?? '')?.[1] ?? 0);
  return n > 0 ? n : undefined;
};

const listed = (words: readonly string[]): Text =>
  joined(
    words.map((w) => [code(w)]),
    ', ',
  );

/** A mistyped key must not be lost: it would page with the wrong words, or not do what was asked. */
function unknownPart(verb: VerbSpec, args: Args, prefix: string): Intent | undefined {
  const help = say`See ${code(`${prefix} help ${verb.name}`)}. Nothing was done.`;
  if (verb.keys !== 'free') {
    const known = [...Object.keys(verb.keys ?? {}), ...(verb.takesIncident ? ['in'] : [])];
    const odd = [...args.keys.keys()].find((k) => !known.includes(k));
    if (odd !== undefined) {
      const near = nearest(odd, known);
      const names = known.length > 0 ? say` Known: ${listed(known.map((k) => `${k}=`))}.` : say` It takes none.`;
      return problem(
        say`${code(verb.name)} has no ${code(`${odd}=`)}.${near ? say` Did you mean ${code(`${near}=`)}?` : []}${names} To keep it as text, put the text in quotes. ${help}`,
      );
    }
  }
  const flags = Object.keys(verb.flags ?? {});
  const odd = [...args.flags].find((f) => !flags.includes(f));
  if (odd === undefined) return undefined;
  const names = flags.length > 0 ? say` Known: ${listed(flags.map((f) => `--${f}`))}.` : say` It takes none.`;
  return problem(say`${code(verb.name)} has no ${code(`--${odd}`)}.${names} ${help}`);
}

function run(verb: VerbSpec, called: string, text: string, base: Pick<CommandContext, 'catalog' | 'prefix'>): Intent {
  let args = readArgs(text, Object.keys(verb.flags ?? {}));
  const odd = unknownPart(verb, args, base.prefix);
  if (odd) return odd;
  let on: Which = 'current';
  const named = verb.takesIncident ? args.keys.get('in') : undefined;
  if (named !== undefined) {
    const id = readIncident(named) ?? readIncident(`inc-${named}`);
    if (id === undefined) return problem(say`${code(`in=${named}`)} is not an incident. Write ${code('in=INC-42')}.`);
    on = id;
  } else if (verb.takesIncident) {
    const id = readIncident(args.word(0));
    if (id !== undefined) {
      on = id;
      args = args.shift();
    }
  }
  const run = verb.takesRun ? readRun(args.word(0)) : undefined;
  if (run !== undefined) args = args.shift();
  return verb.parse(args, { ...base, called, on, run: run ?? 'current' });
}

/** First word and what follows it, line breaks kept. */
function split(text: string): [string, string] {
  const m = /^(\S+)\s*([\s\S]*)$/.exec(text.trim());
  return m ? [m[1] ?? '', m[2] ?? ''] : ['', ''];
}

const spoken = (word: string): string => word.toLowerCase().replace(/[:,.!–—-]+$/, '');

export interface Addressed {
  readonly catalog: CommandContext['catalog'];
  /** `/incident` as typed, or `@tocsin`. */
  readonly prefix: string;
}

/** One command's verbs. */
export function understand(command: SlashCommand, text: string, base: Addressed): Intent {
  const [first, rest] = split(text);
  if (first === '') {
    const bare = command.verbs.find((v) => v.name === command.bareMeans);
    return bare ? run(bare, bare.name, '', base) : { kind: 'ask', question: 'here' };
  }
  const called = spoken(first);
  const verb = command.verbs.find((v) => v.name === called || v.aliases.includes(called));
  if (verb) return run(verb, called, rest, base);
  const declares = command.verbs.find((v) => v.name === command.severityMeans);
  if (declares && findSeverity(base.catalog, called)) return run(declares, declares.name, text.trim(), base);
  const near = nearest(
    called,
    command.verbs.flatMap((v) => [v.name, ...v.aliases]),
  );
  const guess = near ? say` Did you mean ${code(`${base.prefix} ${near}${rest ? ` ${rest}` : ''}`)}?` : [];
  return problem(
    say`I do not know “${first}”.${guess} ${code(`${base.prefix} help`)} lists what I can do. Nothing was done.`,
  );
}

/** In a mention the command's name is optional: `@tocsin ack`, `@tocsin incident ack`. */
export function mentioned(
  commands: readonly SlashCommand[],
  text: string,
): { readonly command: SlashCommand; readonly text: string; readonly named: boolean } | undefined {
  const [first, rest] = split(text);
  const named = commands.find((c) =>
    [c.name, ...c.aliases].some((n) => n.slice(1) === spoken(first).replace(/^\//, '')),
  );
  if (named) return { command: named, text: rest, named: true };
  const command =
    commands.find((c) => c.verbs.some((v) => [v.name, ...v.aliases].includes(spoken(first)))) ?? commands[0];
  return command && { command, text, named: false };
}

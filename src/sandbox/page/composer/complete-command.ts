/** Completion of commands: their names, their verbs, and of the arguments what the usage line spells out. */
import type { CommandHelp } from '../../control/wire.ts';
import type { Candidate, Found, Known } from './candidate.ts';

type Verb = CommandHelp['verbs'][number];
type Severities = Known['severities'];

export interface TypedCommand {
  readonly command: CommandHelp;
  /** Absent while the verb itself is being typed. */
  readonly verb?: string;
  /** Whole words after the verb. */
  readonly given: readonly string[];
  /** The word the caret stands in; empty after a space. */
  readonly word: string;
}

/** `/incident ack …`, and `@tocsin ack …` which means the same. Undefined when no command is named yet. */
export function typedCommand(before: string, known: Known): TypedCommand | undefined {
  const words = before.split(/\s+/);
  const [name = '', ...rest] = words;
  const command = rest.length > 0 ? commandNamed(name, known) : undefined;
  const word = rest.at(-1);
  if (!command || word === undefined || before.includes('\n')) return undefined;
  if (rest.length === 1) return { command, given: [], word };
  return { command, verb: (rest[0] ?? '').toLowerCase(), given: rest.slice(1, -1), word };
}

function commandNamed(name: string, known: Known): CommandHelp | undefined {
  const bot = known.people.find((p) => p.id === known.botUser)?.name;
  if (bot !== undefined && name.toLowerCase() === `@${bot.toLowerCase()}`) return known.commands[0];
  return known.commands.find((c) => c.name.toLowerCase() === name.toLowerCase());
}

export const verbNamed = (command: CommandHelp, name: string): Verb | undefined =>
  command.verbs.find((v) => v.name === name || v.aliases.includes(name));

export function commandCandidates(before: string, known: Known): Found | undefined {
  if (!/^\/\S*$/.test(before)) return undefined;
  const word = before.toLowerCase();
  const candidates = known.commands
    .filter((c) => c.name.toLowerCase().startsWith(word))
    .map((c): Candidate => ({ kind: 'command', insert: `${c.name} `, label: c.name, about: c.summary }));
  return { word: before, candidates, eager: true, what: 'Commands' };
}

export function verbCandidates(command: CommandHelp, word: string): Found {
  const typed = word.toLowerCase();
  const named = command.verbs.filter((v) => v.name.startsWith(typed));
  const aliased = command.verbs.filter((v) => !named.includes(v) && v.aliases.some((a) => a.startsWith(typed)));
  const candidates = [...named, ...aliased].map((v): Candidate => {
    const more = v.usage.slice(v.name.length).trim();
    return { kind: 'verb', insert: `${v.name} `, label: v.name, ...(more ? { more } : {}), about: v.summary };
  });
  // A bare command is a command too, so nothing is taken for granted before a letter is typed.
  const settled = command.verbs.some((v) => v.aliases.includes(typed));
  return { word, candidates, eager: typed !== '' && !settled, what: `What ${command.name} can do` };
}

export function argumentCandidates(
  command: CommandHelp,
  typed: TypedCommand & { readonly verb: string },
  severities: Severities,
): Found | undefined {
  const verb = verbNamed(command, typed.verb);
  if (!verb) return undefined;
  const args = usageOf(verb);
  const given = typed.given.filter((w) => !/^[a-z]+-\d+$/i.test(w));
  const positional = args.positional[given.length];
  const word = typed.word;
  const lower = word.toLowerCase();
  if (positional === 'severity') {
    const candidates = severities
      .filter((s) => s.name.toLowerCase().startsWith(lower))
      .map((s): Candidate => ({ kind: 'severity', insert: `${s.name} `, label: s.name, about: s.summary }));
    return { word, candidates, eager: true, what: 'Severities' };
  }
  if (positional === 'verb') return verbCandidates(command, word);
  if (Array.isArray(positional)) {
    const candidates = positional.filter((p) => p.startsWith(lower)).map(plainWord);
    return { word, candidates, eager: lower !== '', what: `Words for ${verb.name}` };
  }
  // In running text a list would be in the way until something looks like an option.
  if (lower.length < 2) return undefined;
  const options = args.options.filter((o) => o.startsWith(lower) && !typed.given.some((g) => g.startsWith(o)));
  return { word, candidates: options.map(optionWord), eager: false, what: `Options of ${verb.name}` };
}

const plainWord = (word: string): Candidate => ({ kind: 'word', insert: `${word} `, label: word });
const optionWord = (option: string): Candidate => ({
  kind: 'word',
  insert: option.endsWith('=') ? option : `${option} `,
  label: option,
});

interface Usage {
  /** What stands where: a severity, a verb, one of several words, or something only the person knows. */
  readonly positional: readonly ('severity' | 'verb' | 'text' | readonly string[])[];
  /** `service=`, `--separate`. */
  readonly options: readonly string[];
}

/** Reads `state [INC-n] investigating|identified [reason…] [next=30m] [--quiet]`. */
function usageOf(verb: Verb): Usage {
  const parts = verb.usage.slice(verb.name.length).match(/\[[^\]]*\]|<[^>]*>|\S+/g) ?? [];
  const positional: Usage['positional'][number][] = [];
  const options: string[] = [];
  for (const part of parts) {
    const inner = part.replace(/^[[<]|[\]>]$/g, '');
    const key = inner.match(/^([a-z]+=)/)?.[1];
    if (inner.startsWith('--')) options.push(inner);
    else if (key) options.push(key);
    else if (/^INC-/i.test(inner)) continue;
    else positional.push(positionOf(part, inner));
  }
  return { positional, options };
}

function positionOf(part: string, inner: string): Usage['positional'][number] {
  if (inner === 'severity' || inner === 'verb') return inner;
  const words = inner.split('|').filter((w) => /^[a-z]+$/.test(w));
  return inner.includes('|') && !part.startsWith('<') && words.length > 0 ? words : 'text';
}

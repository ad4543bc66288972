/** Programs that are started, with their arguments one by one: of the operator's list, in containers, in jobs. */
import type { Path } from '../../lib/yaml/issue.ts';
import type { Material } from './model.ts';
import { isFields } from './written-steps.ts';

export interface Program {
  readonly file: string;
  /** Of the list of arguments. */
  readonly path: Path;
  /** Last part of its path: `kubectl`. */
  readonly name: string;
  readonly args: readonly string[];
  /** What the operator says of it. */
  readonly does: string;
  readonly effect?: unknown;
}

export function programs({ papers, runbooks }: Material): readonly Program[] {
  const commands = papers.find((p) => p.file === 'org/commands.yaml');
  const policy = papers.find((p) => p.file === 'org/policy.yaml');
  const listed =
    isFields(commands?.value) && isFields(commands.value.commands) ? Object.entries(commands.value.commands) : [];
  const allowed = isFields(policy?.value) && Array.isArray(policy.value.exec) ? [...policy.value.exec.entries()] : [];
  return [
    ...listed.flatMap(([name, c]) =>
      isFields(c) ? program('org/commands.yaml', ['commands', name, 'run'], c.run, c) : [],
    ),
    ...allowed.flatMap(([i, e]) => (isFields(e) ? program('org/policy.yaml', ['exec', i, 'argv'], e.argv) : [])),
    ...runbooks.flatMap(({ file, steps }) =>
      steps.flatMap((s) => {
        const key = s.kind === 'kubernetes.exec' ? 'argv' : s.kind === 'kubernetes.job' ? 'command' : undefined;
        return key ? program(file, s.at(key), s.params[key]) : [];
      }),
    ),
  ];
}

function program(
  file: string,
  path: Path,
  argv: unknown,
  more: { does?: unknown; effect?: unknown } = {},
): readonly Program[] {
  if (!Array.isArray(argv)) return [];
  const [first = '', ...args] = argv.map((word) => (typeof word === 'string' ? word : ''));
  return [
    { file, path, name: first.split('/').at(-1) ?? first, args, does: String(more.does ?? ''), effect: more.effect },
  ];
}

/** `-it` is `-i` and `-t`; `--follow=true` is `--follow`. */
export function flagOf(args: readonly string[], short: string, long: readonly string[]): string | undefined {
  return args.find(
    (a) =>
      long.some((l) => a === l || a === `${l}=true`) ||
      (short !== '' && new RegExp(`^-[A-Za-z]*[${short}][A-Za-z]*$`).test(a)),
  );
}

/** SQL as it is written: of runbooks that look, and of the reviewed statements. */
import type { Material } from './model.ts';
import { type Text, textsIn } from './texts.ts';
import { isFields } from './written-steps.ts';

export interface Sql extends Text {
  /** What people are told that it is. */
  readonly about: string;
}

export function sqlOf({ papers, runbooks }: Material): readonly Sql[] {
  const targets = papers.find((p) => p.file === 'org/targets.yaml');
  const statements = isFields(targets?.value) && isFields(targets.value.statements) ? targets.value.statements : {};
  return [
    ...Object.entries(statements).flatMap(([name, s]) =>
      !isFields(s)
        ? []
        : (['sql', 'preview'] as const).flatMap((key) =>
            textsIn('org/targets.yaml', s[key], ['statements', name, key]).map((t) => ({
              ...t,
              about: `${name} ${String(s.does)}`,
            })),
          ),
    ),
    ...runbooks.flatMap(({ file, steps }) =>
      steps
        .filter((s) => s.kind === 'postgres.query')
        .flatMap((s) =>
          textsIn(file, s.params.sql, s.at('sql')).map((t) => ({ ...t, about: String(s.beside.name ?? '') })),
        ),
    ),
  ];
}

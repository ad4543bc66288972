/** `oncall:architect`, `role:manager`, `person:ada`: whether somebody stands behind a target. */
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Target } from './model.ts';

export interface Reachable {
  /** Undefined where the file that would tell could not be read: then nothing is claimed. */
  readonly oncall: readonly string[] | undefined;
  readonly role: readonly string[] | undefined;
  readonly person: readonly string[] | undefined;
}

export function isTarget(text: string): text is Target {
  return /^(?:oncall|role|person):[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(text);
}

export function checkTargets(
  source: Source,
  path: readonly (string | number)[],
  targets: readonly Target[],
  known: Reachable,
): void {
  for (const target of targets) {
    const [kind = '', name = ''] = target.split(':');
    const names = kind === 'oncall' ? known.oncall : kind === 'role' ? known.role : known.person;
    if (!names || names.includes(name)) continue;
    const what = kind === 'oncall' ? 'rota' : kind;
    source.inside(path, target, `there is no ${what} ${JSON.stringify(name)}`, suggest(name, names));
  }
}

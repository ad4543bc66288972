/** Where a file says that a hazard is right there, and why: in the head of a runbook, and beside one command or one statement. */

import type { Path } from '../../lib/yaml/issue.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Hit, Paper } from './model.ts';
import { isFields } from './written-steps.ts';

export interface Accept {
  readonly file: string;
  /** Of the map that has `accept:`; it holds for everything in it. */
  readonly path: Path;
  readonly reasons: Readonly<Record<string, unknown>>;
}

/** Lists of the organisation whose entries may accept. */
const LISTS: Readonly<Record<string, string>> = { 'org/commands.yaml': 'commands', 'org/targets.yaml': 'statements' };

export function acceptsIn({ file, value }: Paper): readonly Accept[] {
  if (!isFields(value)) return [];
  const list = LISTS[file];
  const at = (path: Path, map: unknown): readonly Accept[] =>
    isFields(map) && isFields(map.accept) ? [{ file, path, reasons: map.accept }] : [];
  // A contact or a policy may be called accept.
  if (list === undefined) return Array.isArray(value.steps) ? at([], value) : [];
  const entries = isFields(value[list]) ? Object.entries(value[list]) : [];
  return entries.flatMap(([name, entry]) => at([list, name], entry));
}

export const covers = (accept: Accept, { file, path }: Pick<Hit, 'file' | 'path'>): boolean =>
  accept.file === file && accept.path.every((part, i) => part === path[i]);

export function reasonFor(accepts: readonly Accept[], id: string, hit: Hit): string | undefined {
  const around = accepts.find((a) => a.reasons[id] !== undefined && covers(a, hit));
  return around && String(around.reasons[id]);
}

/** An id that does not exist accepts nothing, and its author believes that it does. */
export function refuseUnknown({ file, document, key }: Source, known: readonly string[]): void {
  for (const { path, reasons } of acceptsIn({ file, value: document.value })) {
    for (const id of Object.keys(reasons).filter((id) => !known.includes(id))) {
      key([...path, 'accept', id], `there is no rule ${id}`, suggest(id, known));
    }
  }
}

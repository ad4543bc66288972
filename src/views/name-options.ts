/** What a select in the form of a runbook offers: names that are there, and what was typed where it may be meant. */
import { fitInput } from '../domain/runbook/fit-input.ts';
import type { RunbookInput } from '../domain/runbook/model.ts';
import type { Name } from '../ports/names.ts';
import { option, plainText } from './blocks.ts';
import { clean } from './clean.ts';
import { cut, LIMITS } from './limits.ts';

/** What the cluster gave, or why it gave nothing. */
export type FoundNames = { readonly names: readonly Name[] } | { readonly why: string };

const asOption = ({ value, more }: Name): object => option({ label: more ? `${value} · ${more}` : value, value });

/** Slack's `options`, or `option_groups` whose heading says why there are no names. */
export function nameOptions(input: RunbookInput, found: FoundNames, typed: string): object {
  const said = cut(clean(typed).trim(), LIMITS.optionValue);
  const all = 'names' in found ? found.names.filter((n) => n.value !== '' && n.value.length <= LIMITS.optionValue) : [];
  const fits = all.filter((n) => n.value.toLowerCase().includes(said.toLowerCase())).slice(0, LIMITS.options - 1);
  const exact = all.some((n) => n.value === said);
  const own =
    said !== '' && !exact && 'value' in fitInput(input, said)
      ? [option({ label: `“${said}”, as typed`, value: said })]
      : [];
  const usual =
    said === '' && input.default !== undefined
      ? [option({ label: String(input.default), value: String(input.default) })]
      : [];
  if ('names' in found) return { options: [...fits.map(asOption), ...own] };
  const options = [...own, ...usual];
  if (options.length === 0) return { options: [] };
  return { option_groups: [{ label: plainText(`Type it: ${found.why}`, LIMITS.option), options }] };
}

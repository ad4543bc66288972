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
  const matching = all.filter((n) => n.value.toLowerCase().includes(said.toLowerCase()));
  const fits = matching.slice(0, LIMITS.options - 1);
  const exact = all.some((n) => n.value === said);
  const own =
    said !== '' && !exact && 'value' in fitInput(input, said)
      ? [option({ label: `“${said}”, as typed`, value: said })]
      : [];
  const usual =
    said === '' && input.default !== undefined && input.default !== ''
      ? [option({ label: String(input.default), value: String(input.default) })]
      : [];
  if ('why' in found) return under(`Type it: ${found.why}`, [...own, ...usual]);
  const options = [...fits.map(asOption), ...own];
  if (matching.length === fits.length) return { options };
  return under(`The first ${fits.length} of ${matching.length}: type to narrow them`, options);
}

/** Slack takes no heading above nothing. */
const under = (heading: string, options: readonly object[]): object =>
  options.length === 0 ? { options } : { option_groups: [{ label: plainText(heading, LIMITS.option), options }] };

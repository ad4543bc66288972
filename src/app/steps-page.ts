/** docs/steps.md: every step kind as it declares itself, for people who write runbooks. Printed by `tocsin steps`. */
import { stringify } from 'yaml';
import type { StepKind } from '../domain/runbook/step-kind.ts';
import type { JsonSchema } from '../domain/runbook/step-kind-index.ts';
import { STEP_KINDS } from '../domain/runbook/steps/index.ts';

const HEAD = `# Steps

Every kind of step, as it declares itself. This page is printed by \`tocsin steps\`; a test keeps it fresh.

A step is one kind with its parameters, and keys beside it:

\`\`\`yaml
- kubernetes.rolloutStatus: { namespace: shop, deployment: api }
  name: Until it is up
  timeout: 5m
\`\`\`

| Key | Meaning |
|---|---|
| \`id\` | what later steps call its result: \`\${{ steps.<id>.… }}\` |
| \`name\` | how people see it |
| \`if\` | a condition; when it is false the step is skipped |
| \`expect\` | a condition on its output; when it is false the step has failed |
| \`until: { passes, every, within }\` | looks again until it passed so often in a row |
| \`retry: { times, every }\` | so many more looks |
| \`watch: { for, every }\` | what is expected must hold, every time, for so long |
| \`timeout\` | how long one attempt may take |
| \`onFailure: continue\` | its failure is noted, and the run goes on |
| \`approval: { from, min, requester, expires }\` | who must agree to a change; without it the policy's gate for its risk |

Steps that hold others:

| Key | Meaning |
|---|---|
| \`parallel: […]\` | looks at the same time |
| \`ask.choice: question\` with \`facts\` and \`options\` | a person chooses how to go on |
| \`steps: […]\` | a group, with \`onFailure: […]\` and \`always: […]\`; a whole runbook takes the same two |
| \`steps: […]\` with \`forEach: list\` and \`as: name\` | the same steps for each item, one after the other |
`;

function does(kind: StepKind): string {
  if (kind.mutates) {
    const again =
      kind.class === 'once' ? 'once: when its end is not known, a person looks' : 'a repeat finds that it was done';
    const [example] = kind.examples;
    const target = example ? ` In the first example it holds \`${kind.target(example.params)}\`.` : '';
    return `Changes something: planned and approved first. Risk: **${kind.risk}**. After a crash: ${again}.${target}`;
  }
  if ('ask' in kind) return 'Done by a person, on the run’s card.';
  return 'tell' in kind ? 'Carried by Tocsin itself.' : 'Only looks.';
}

function typeOf(s: JsonSchema): string {
  if (s.enum) return s.enum.map((v) => `\`${String(v)}\``).join(', ');
  if (s.const !== undefined) return `\`${String(s.const)}\``;
  if (s.anyOf) return [...new Set(s.anyOf.map(typeOf))].join(' or ');
  if (s.type === 'array') return `list of ${s.items ? typeOf(s.items) : 'anything'}`;
  if (s.type === 'integer' || s.type === 'number') {
    const whole = s.type === 'integer' ? 'whole number' : 'number';
    const inside = s.minimum !== undefined && s.maximum !== undefined && s.maximum < Number.MAX_SAFE_INTEGER;
    return inside ? `${whole} ${s.minimum}–${s.maximum}` : whole;
  }
  if (s.type === 'string') return 'text';
  return s.type === undefined ? 'anything' : String(s.type);
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function parameters({ schema }: StepKind): readonly string[] {
  const { properties = {} } = schema.json();
  const rows = schema.keys.map((key) => {
    const s = properties[key] ?? {};
    const notes = [
      schema.required.includes(key)
        ? 'needed'
        : s.default === undefined
          ? ''
          : `usually \`${JSON.stringify(s.default)}\``,
      key === schema.shorthand ? 'may be written alone' : '',
      schema.expressions?.includes(key) ? 'a condition on the output' : '',
      key === schema.fromFile?.key ? `instead of ${schema.fromFile.into}: the name of a file beside the runbook` : '',
      schema.literal?.includes(key) ? 'written out: no expression' : '',
    ];
    return `| \`${key}\` | ${cell(typeOf(s))} | ${cell(notes.filter(Boolean).join('; '))} |`;
  });
  return ['| Parameter | Takes | |', '|---|---|---|', ...rows];
}

function example({ name, schema }: StepKind, { means, params }: StepKind['examples'][number]): string {
  const [only, ...more] = Object.keys(params);
  const alone = only !== undefined && more.length === 0 && only === schema.shorthand;
  const text = stringify([{ [name]: alone ? params[only] : params }], { lineWidth: 130 });
  return `# ${means}\n${text}`;
}

function section(kind: StepKind): string {
  const outputs = kind.schema.outputs?.map((o) => `\`${o}\``).join(', ');
  return [
    `### ${kind.name}`,
    kind.summary,
    does(kind),
    parameters(kind).join('\n'),
    ...(outputs ? [`Output: ${outputs}.`] : []),
    `\`\`\`yaml\n${kind.examples.map((e) => example(kind, e)).join('')}\`\`\``,
  ].join('\n\n');
}

export function stepsPage(): string {
  const families = new Map<string, StepKind[]>();
  for (const kind of [...STEP_KINDS].sort((a, b) => a.name.localeCompare(b.name))) {
    const family = kind.name.includes('.') ? `${kind.name.split('.')[0]}.` : 'Others';
    families.set(family, [...(families.get(family) ?? []), kind]);
  }
  const last = (name: string) => (name === 'Others' ? 1 : 0);
  const parts = [...families].sort(([a], [b]) => last(a) - last(b) || a.localeCompare(b));
  return `${[HEAD, ...parts.flatMap(([name, kinds]) => [`## ${name}`, ...kinds.map(section)])].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

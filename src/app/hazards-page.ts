/** docs/hazards.md: every rule of `tocsin check` as it declares itself. Printed by `tocsin hazards`. */
import { EXPLAINED } from '../domain/check/explained.ts';
import type { Rule } from '../domain/check/model.ts';
import { RULES } from '../domain/check/rules/index.ts';

const HEAD = `# Hazards

Files that load can still hurt somebody at 03:00. \`tocsin check\` looks for what went wrong in real runbooks: H1 to H33 were found in
the [five that Tocsin was built on](seeds.md), R1 and on are ours. This page is printed by \`tocsin hazards\`; a test keeps it fresh.

\`\`\`sh
npm run --silent tocsin -- check                          # errors: exit code 1
npm run --silent tocsin -- check --strict                 # warnings, too
npm run --silent tocsin -- check --sarif > tocsin.sarif   # for code scanning
\`\`\`

In Slack, \`/runbook lint\` and \`/runbook lint NAME\` show the same of the set in use.

The exit code is 0 when there is nothing to mend, 1 when there is, 2 when the folder cannot be read or the command is wrong. A note is never
an error. A runbook that has a reason accepts a rule in its head, for itself alone; so does one command of \`org/commands.yaml\`, or one statement of
\`org/targets.yaml\`:

\`\`\`yaml
accept: { H6: More than fifteen do not fit into the cluster }
\`\`\`

An id that does not exist does not load; a rule that is accepted and finds nothing there is found in its turn (R1).
`;

function section({ id, also = [], title, why, remedy, gravity, example }: Rule): string {
  const where = example.file === undefined ? '' : `# ${example.file}\n`;
  return [
    `### ${[id, ...also].join(', ')}: ${title}`,
    why,
    `${gravity[0]?.toUpperCase()}${gravity.slice(1)}. Instead: ${remedy.replace(/[.]$/, '')}.`,
    `Found:\n\n\`\`\`yaml\n${where}${example.fires}\`\`\``,
    `Fine:\n\n\`\`\`yaml\n${where}${example.fine}\`\`\``,
  ].join('\n\n');
}

export function hazardsPage(): string {
  const impossible = Object.entries(EXPLAINED).map(
    ([id, { title, impossible }]) => `### ${id}: ${title}\n\n${impossible}`,
  );
  const [ours, seeds] = [RULES.filter((r) => r.id.startsWith('R')), RULES.filter((r) => r.id.startsWith('H'))];
  return `${[
    HEAD.trimEnd(),
    '## Found in the five runbooks',
    ...seeds.map(section),
    '## Found elsewhere',
    ...ours.map(section),
    '## What cannot be written any more',
    ...impossible,
  ].join('\n\n')}\n`;
}

/** docs/seeds.md: the coverage of the five runbooks as a page. */
import { type Item, idsOf, readSystem, SYSTEMS, type System } from './read.ts';

const HEAD = `# The five runbooks

Tocsin was built on five real runbooks with 110 procedures, policies, templates, contacts and cadences. This page says where each of
them went, how it is verified, and where a hazard of the original was mended: what was changed, and why. It is printed by \`npm run seeds\`
from \`docs/seeds/\`; a test fails when an item has no cover, or when its cover or its test does not exist.
`;

export function seedsPage(): string {
  return `${HEAD}\n${summary()}\n${SYSTEMS.map(section).join('\n')}`;
}

function summary(): string {
  const rows = SYSTEMS.map((s) => {
    const { items } = readSystem(s);
    const hazards = Object.values(items).filter((i) => i.hazards.length > 0).length;
    return `| [${s.title}](#${s.title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}) | ${idsOf(s)[0]} … ${idsOf(s).at(-1)} | ${Object.keys(items).length} of ${s.items} | ${hazards} |`;
  });
  return ['| System | Items | Covered | With hazards mended |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function section(system: System): string {
  const { items } = readSystem(system);
  const rows = idsOf(system).flatMap((id) => (items[id] ? [row(id, items[id])] : []));
  const mended = idsOf(system).flatMap((id) => (items[id]?.changed ? [change(id, items[id])] : []));
  return [
    `## ${system.title}`,
    '',
    `From \`${system.seed}\`.`,
    '',
    '| Item | Procedure | Where it is | Verified by |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...(mended.length > 0 ? ['What was changed:', '', ...mended, ''] : []),
  ].join('\n');
}

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();

const row = (id: string, { procedure, covered, verified }: Item): string =>
  `| ${id} | ${cell(procedure)} | ${covered.map(link).join('<br>')} | ${verified.map((v) => cell(v)).join('<br>')} |`;

/** The page stands in docs/. */
function link(cover: string): string {
  const [file = '', path] = cover.split('#');
  return `[${file.replace(/^workflows\//, '')}${path === undefined ? '' : ` ${cell(path)}`}](../${file})`;
}

const change = (id: string, { hazards, changed = '' }: Item): string =>
  `- **${id}**${hazards.length > 0 ? ` (${hazards.join(', ')})` : ''}: ${cell(changed)}`;

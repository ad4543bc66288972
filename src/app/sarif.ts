/** Findings as SARIF 2.1.0, which code scanning shows beside the changed lines. What is accepted is there, as suppressed. */
import { join, relative, resolve, sep } from 'node:path';
import type { Problem } from '../domain/catalog/model.ts';
import type { Finding, Rule } from '../domain/check/model.ts';
import { RULES } from '../domain/check/rules/index.ts';

/** What does not load has no rule of its own. */
const LOAD = {
  id: 'load',
  shortDescription: { text: 'It does not load' },
  fullDescription: { text: 'Tocsin keeps the last good set in use and does not take the change.' },
  defaultConfiguration: { level: 'error' },
};

const ruleOf = ({ id, title, why, remedy, gravity }: Rule) => ({
  id,
  shortDescription: { text: title },
  fullDescription: { text: why },
  help: { text: remedy },
  defaultConfiguration: { level: gravity },
});

export function sarifOf(dir: string, problems: readonly Problem[], findings: readonly Finding[]): string {
  const rules = [LOAD, ...RULES.map(ruleOf)];
  const result = (id: string, level: string, text: string, at: { file: string; line: number; column: number }) => ({
    ruleId: id,
    ruleIndex: rules.findIndex((r) => r.id === id),
    level,
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: addressOf(dir, at.file) },
          region: { startLine: at.line, startColumn: at.column },
        },
      },
    ],
  });
  const results = [
    ...problems.map((p) => result(LOAD.id, 'error', p.instead ? `${p.message}. Instead: ${p.instead}` : p.message, p)),
    ...findings.map((f) => ({
      ...result(f.rule.id, f.rule.gravity, `${f.what}. ${f.rule.remedy}`, f),
      ...(f.accepted === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: f.accepted }] }),
    })),
  ];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'tocsin check', rules } }, columnKind: 'utf16CodeUnits', results }],
  };
  return JSON.stringify(log, null, 1);
}

/** Below where the program was started, which is the repository when a pipeline does it. */
function addressOf(dir: string, file: string): string {
  const below = relative(process.cwd(), resolve(join(dir, file))).split(sep);
  return (below[0] === '..' ? file.split('/') : below).map(encodeURIComponent).join('/');
}

/** `tocsin check`: reads the workflows as `start` would and says what to mend: what does not load, and what loads and would hurt. */
import { report } from '../../domain/catalog/report.ts';
import { check as findingsOf } from '../../domain/check/check.ts';
import { reportOf } from '../../domain/check/report.ts';
import { stepKinds } from '../../domain/runbook/steps/index.ts';
import { sarifOf } from '../sarif.ts';
import { compileFolder, WorkflowsError } from '../workflows.ts';

export interface CheckOptions {
  readonly print: (line: string) => void;
  /** Warnings are errors. */
  readonly strict?: boolean;
  /** For code scanning, instead of text. */
  readonly sarif?: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The exit code: 0 clean, 1 something to mend, 2 the folder cannot be read. */
export async function check(dir: string, { print, strict = false, sarif = false, now }: CheckOptions): Promise<number> {
  let compiled: Awaited<ReturnType<typeof compileFolder>>;
  try {
    compiled = await compileFolder(dir);
  } catch (e) {
    if (!(e instanceof WorkflowsError)) throw e;
    console.error(e.message);
    return 2;
  }
  const { catalog, problems, files } = compiled;
  const findings = catalog ? findingsOf({ catalog, files, kinds: stepKinds, now }) : [];
  const grave = findings.some(
    ({ rule, accepted }) =>
      accepted === undefined && (rule.gravity === 'error' || (strict && rule.gravity === 'warning')),
  );
  const code = !catalog || grave ? 1 : 0;
  if (sarif) {
    print(sarifOf(dir, problems, findings));
    return code;
  }
  print(report(problems));
  if (!catalog) return code;
  print(reportOf(findings));
  const { severities, services, runbooks, policies } = catalog;
  print(
    `${dir}: ${severities.length} severities, ${Object.keys(policies).length} policies, ${services.length} services, ${runbooks.length} runbooks.`,
  );
  return code;
}

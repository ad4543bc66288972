/** `tocsin check`: reads the workflows as `start` would and says what to mend. */
import { report } from '../../domain/catalog/report.ts';
import { compileFolder } from '../workflows.ts';

/** The exit code. */
export async function check(dir: string, print: (line: string) => void): Promise<number> {
  const { catalog, problems } = await compileFolder(dir);
  print(report(problems));
  if (!catalog) return 1;
  const { severities, services, runbooks, policies } = catalog;
  print(
    `${dir}: ${severities.length} severities, ${Object.keys(policies).length} policies, ${services.length} services, ${runbooks.length} runbooks.`,
  );
  return 0;
}

/** `tocsin drift`: looks whether what the runbooks count on is still there, and says it to each owner. Changes nothing. */
import { report } from '../../domain/catalog/report.ts';
import { partialConfig } from '../config/config.ts';
import { type ReadEnvironment, readEnvironment } from '../config/environment.ts';
import { lookForDrift } from '../drift/drift.ts';
import { driftReport } from '../drift/report.ts';
import { createPorts } from '../ports.ts';
import { compileFolder, WorkflowsError } from '../workflows.ts';

export interface DriftOptions {
  readonly print: (text: string) => void;
  /** @default this process's environment */
  readonly read?: ReadEnvironment;
}

/** The exit code: 1 when something is gone, 2 when nothing is known to be gone and not everything could be looked at. */
export async function drift(o: DriftOptions): Promise<number> {
  try {
    return await look(o);
  } catch (e) {
    // 1 would read as drift.
    console.error(e instanceof WorkflowsError ? e.message : e);
    return 2;
  }
}

async function look({ print, read = readEnvironment() }: DriftOptions): Promise<number> {
  const { config, secrets } = partialConfig(read);
  const { catalog, problems } = await compileFolder(config.workflows);
  if (!catalog) throw new WorkflowsError(`${config.workflows} does not load:\n\n${report(problems)}`);
  const ports = createPorts(
    config,
    secrets,
    () => catalog,
    () => {},
    Date.now,
  );
  const looked = await lookForDrift(catalog, ports);
  print(driftReport(looked));
  const some = (is: string) => looked.some((l) => l.found.is === is);
  return some('gone') ? 1 : some('unknown') ? 2 : 0;
}

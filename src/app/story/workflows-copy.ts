/** The bundled workflows, pointed at the simulated world: the service's health address and the allow-list differ. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';

async function edit(file: string, path: readonly string[], value: unknown): Promise<void> {
  const doc = parseDocument(await readFile(file, 'utf8'));
  doc.setIn(path, value);
  await writeFile(file, doc.toString());
}

export interface CopyOptions {
  /** Without an address the service's own stays. */
  readonly healthUrl?: string;
  /** What recurs falls due as well, at the hour it is: not wanted where a story is told. @default false */
  readonly cadence?: boolean;
}

/** Everything simulated is on this machine, which is a private address. */
export async function copyWorkflows(from: string, to: string, { healthUrl, cadence }: CopyOptions = {}): Promise<void> {
  const wanted = (file: string) => cadence === true || basename(file) !== 'cadence.yaml';
  // What is only linked there is copied all the same: the originals are not ours to edit.
  await cp(from, to, { recursive: true, dereference: true, filter: wanted });
  if (healthUrl !== undefined) await edit(join(to, 'architect/service.yaml'), ['health'], healthUrl);
  await edit(join(to, 'org/settings.yaml'), ['allowedHosts'], ['127.0.0.1']);
}

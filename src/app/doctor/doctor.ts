/** Runs every check at once, each with its deadline: a server that hangs costs its own checks and nobody else's. */
import { createRedactor, REDACTED } from '../../lib/redact.ts';
import { exactRedactor } from '../../lib/redact-exact.ts';
import { LATE, within } from '../../lib/within.ts';
import { Fault } from '../../ports/fault.ts';
import type { ReadEnvironment } from '../config/environment.ts';
import type { Check } from './check.ts';
import { CHECKS } from './checks/index.ts';
import { CannotTell, type Finding, problem, skipped, type Verdict } from './finding.ts';
import { openInstallation } from './installation.ts';

/** Milliseconds for one question. */
const PATIENCE = 3_500;
/** A whole check, in patiences: questions have deadlines of their own, so that this is hardly ever met. */
const WHOLE = 3.5;

export async function examine(read: ReadEnvironment, patience = PATIENCE): Promise<readonly Finding[]> {
  const at = openInstallation(read, patience);
  const { text: redact } = createRedactor(at.secrets.all);
  // Our own words: shapes of secrets would only be guessed in them.
  const exact = exactRedactor(at.secrets.all, REDACTED);
  try {
    const judge = async (check: Check): Promise<readonly Finding[]> => {
      const { id, section, title } = check;
      const verdicts = await verdictsOf(check, () => check.run(at), WHOLE * patience);
      return verdicts.map((v) => ({ id, section, title, ...clean(v, redact, exact) }));
    };
    return (await Promise.all(CHECKS.map(judge))).flat();
  } finally {
    await within(at.close(), 1_000);
  }
}

async function verdictsOf(
  check: Check,
  run: () => ReturnType<Check['run']>,
  deadline: number,
): Promise<readonly Verdict[]> {
  try {
    const told = await within(run(), deadline);
    if (told === LATE) return [problem(`no answer within ${deadline / 1000} s`, check.remedy)];
    return 'status' in told ? [told] : told;
  } catch (e) {
    if (e instanceof CannotTell) return [skipped(e.message)];
    if (e instanceof Fault) return [problem(e.message, check.remedy)];
    return [problem(e instanceof Error ? e.message : String(e), check.remedy)];
  }
}

/** Other systems' words may hold our secrets. */
function clean(v: Verdict, found: (s: string) => string, remedy: (s: string) => string): Verdict {
  const shown = { ...v, found: found(v.found) };
  return 'remedy' in shown ? { ...shown, remedy: remedy(shown.remedy) } : shown;
}

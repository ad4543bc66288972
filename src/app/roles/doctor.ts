/** `tocsin doctor`: asks every outside system whether this installation will work at 03:00. */
import { type ReadEnvironment, readEnvironment } from '../config/environment.ts';
import { examine } from '../doctor/doctor.ts';
import { counted, jsonReport, textReport } from '../doctor/report.ts';

export interface DoctorOptions {
  readonly json: boolean;
  readonly print: (text: string) => void;
  /** @default this process's environment */
  readonly read?: ReadEnvironment;
  /** Milliseconds for one question. @default 3500 */
  readonly patience?: number;
}

/** The exit code: 1 when something will fail. */
export async function doctor({ json, print, read = readEnvironment(), patience }: DoctorOptions): Promise<number> {
  const findings = await examine(read, patience);
  print(json ? jsonReport(findings) : textReport(findings));
  return counted(findings).problem === 0 ? 0 : 1;
}

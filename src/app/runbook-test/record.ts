/** `--record`: writes what came into the file as what is expected, and leaves everything else in it as it stands. */
import { parseDocument } from 'yaml';
import { stepOf } from '../../domain/runbook/evolve.ts';
import { everyStep } from '../../domain/runbook/locate.ts';
import { plansOf } from './judge.ts';
import type { Played } from './play.ts';
import type { Expected } from './test-file.ts';

/** What is expected from now on. Messages stay what the author wrote: which words matter, only he knows. */
export function recorded({ runs, calls }: Played, before: Expected): object {
  const [run] = runs;
  if (!run) return {};
  const steps = everyStep(run.runbook.steps)
    .filter((s) => s.type === 'action')
    .map((s) => [s.id, stepOf(run, s.path).status] as const)
    .filter(([, status]) => status !== 'waiting');
  return {
    run: run.status,
    steps: Object.fromEntries(steps),
    ...some('plans', plansOf(runs)),
    ...(calls.length > 0 ? { calls: calls.map(short) } : {}),
    ...(before.messages.length > 0 ? { messages: before.messages } : {}),
  };
}

/** A whole pod template says no more than its beginning and its end. */
const short = (call: string) => (call.length > 240 ? `${call.slice(0, 140)}…${call.slice(-80)}` : call);

const some = (key: string, all: object) => (Object.keys(all).length > 0 ? { [key]: all } : {});

/** The file's text with the expectations of its tests, by their place. */
export function write(text: string, expectations: ReadonlyMap<number, object>): string {
  const document = parseDocument(text);
  for (const [n, expected] of expectations) document.setIn(['tests', n, 'expect'], document.createNode(expected));
  // What programs print stays on the line it was written on.
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: 1_000_000 });
}

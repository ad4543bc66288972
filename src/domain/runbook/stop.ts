/** How a run ends: done, failed, or stopped by somebody; what is being carried out is always waited for. */
import type { Draft } from './draft.ts';
import { isEnded, isExecuting } from './evolve.ts';
import { run as runRef } from './inputs.ts';
import type { Run, Within } from './model.ts';

/** Names of what waits for its time or its turn on behalf of a step. */
export const keys = {
  read: (path: string, attempt: number) => `${path}/read/${attempt}`,
  look: (path: string, attempt: number) => `${path}/look/${attempt}`,
  plan: (path: string, attempt: number) => `${path}/plan/${attempt}`,
  execute: (path: string, attempt: number) => `${path}/execute/${attempt}`,
  expire: (path: string, attempt: number) => `${path}/expire/${attempt}`,
} as const;

export function end(d: Draft, status: 'done' | 'failed' | 'aborted', reason?: string): void {
  d.emit({ type: 'run.ended', status, ...(reason === undefined ? {} : { reason }) });
  const { undoes, within } = d.run;
  if (within) endedWithin(d, within, status, reason);
  if (!undoes) return;
  d.send('undo-ended', {
    type: 'run.undo-ended',
    to: runRef(undoes.run),
    data: { step: undoes.step, done: status === 'done' },
  });
}

/** Whoever began this run goes on, or has failed. */
function endedWithin(d: Draft, { run, step, attempt }: Within, status: string, reason: string | undefined): void {
  const output = { run: d.self.id, status };
  const lines = [`R-${d.self.id} is ${status}`];
  const failure = status === 'done' ? {} : { failure: `R-${d.self.id} ${status}${reason ? `: ${reason}` : ''}` };
  d.send('settled-within', {
    type: 'step.settled',
    to: runRef(run),
    data: { step, attempt, output, lines, ...failure },
  });
}

const executing = (run: Run): boolean => Object.values(run.steps).some(isExecuting);

/** No new step begins. Ends at once unless something is being carried out. */
export function stop(d: Draft, by: string, reason: string): void {
  for (const [step, s] of Object.entries(d.run.steps)) {
    if (s.approval?.status === 'pending') d.emit({ type: 'approval.void', step, reason, moved: [] });
    if (isExecuting(s)) continue;
    if (s.status === 'running' && s.began !== undefined) {
      d.send(`${step}/stop/${s.attempt}`, {
        type: 'run.stop',
        to: runRef(s.began),
        data: { reason: `R-${d.self.id} was stopped: ${reason}` },
      });
    }
    const { attempt } = s;
    d.cancel(...[keys.read, keys.look, keys.plan, keys.expire].map((name) => name(step, attempt)));
  }
  d.emit({ type: 'run.stopping', by, reason });
  endStopped(d);
}

/** Called whenever something settles in a run that was stopped. */
export function endStopped(d: Draft): void {
  const { stopping } = d.run;
  if (stopping && !isEnded(d.run) && !executing(d.run)) end(d, 'aborted', stopping.reason);
}

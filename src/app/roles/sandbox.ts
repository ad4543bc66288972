/** `tocsin sandbox`: the simulated world with the real bot in it, to try by hand or to watch a story. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playApiDown } from '../story/api-down.ts';
import { converse } from '../story/converse.ts';
import { createNarrator } from '../story/narrator.ts';
import { openStage, type Stage } from '../story/stage.ts';
import { judge } from '../story/verdict.ts';
import { untilTold } from '../until-told.ts';

export interface SandboxOptions {
  readonly story: boolean;
  readonly print: (line: string) => void;
}

async function story(stage: Stage, print: (line: string) => void): Promise<number> {
  const began = performance.now();
  const played = await playApiDown(stage, createNarrator(stage, print));
  print('\nWhat was checked:');
  const findings = await judge(stage, played);
  for (const f of findings) print(`  ${f.ok ? '✓' : '✗'} ${f.what}`);
  const bad = findings.filter((f) => !f.ok).length;
  const took = ((performance.now() - began) / 1000).toFixed(1);
  print(bad === 0 ? `\nThe story holds. It took ${took} s.` : `\n${bad} of ${findings.length} checks failed.`);
  return bad === 0 ? 0 : 1;
}

/** The exit code. The world is a new one each time: it lives in a folder that goes with it. */
export async function sandbox({ story: unattended, print }: SandboxOptions): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'tocsin-sandbox-'));
  // PostgreSQL refuses root and runs as another account, which must be able to reach its own folder in here.
  await chmod(dir, 0o711);
  let stage: Stage | undefined;
  try {
    print('Starting PostgreSQL, a simulated Slack, PagerDuty, Kubernetes and Prometheus, and the bot …');
    stage = await openStage({ dir, logLevel: unattended ? 'error' : 'warn' });
    if (!unattended) return await converse(stage, print);
    const played = story(stage, print);
    // Told to stop in the middle: what was started is stopped all the same, and what the story says then is of no interest.
    const told = untilTold().then(() => {
      played.catch(() => {});
      return 1;
    });
    return await Promise.race([played, told]);
  } finally {
    await stage?.close();
    await rm(dir, { recursive: true, force: true });
  }
}

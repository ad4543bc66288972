/** A story from its name to its exit code: the world is built, the story played and judged, and everything stopped. */
import { join } from 'node:path';
import { startEmbedded } from '../../db/embedded/embedded-postgres.ts';
import { packageRoot } from '../../lib/package-root.ts';
import { playApiDown } from './api-down.ts';
import { allStories, type Story } from './find-story.ts';
import { createNarrator } from './narrator.ts';
import { storyOutside } from './outside/open-outside.ts';
import { NoRedisError } from './outside/redis-server.ts';
import { playStory } from './play-story.ts';
import { openStage, type Stage } from './stage.ts';
import { judge } from './verdict.ts';

type Print = (line: string) => void;

/** The story of design and README: from the bad release to the resolved incident, escalation included. */
const WHOLE = 'the-whole-incident';

const listed = (stories: readonly Story[]): string =>
  [`  ${WHOLE.padEnd(34)}P1: API completely down, from the release to the resolved incident`]
    .concat(stories.map(({ head }) => `  ${head.name.padEnd(34)}${head.title}`))
    .join('\n');

export interface Unattended {
  readonly dir: string;
  /** Without one the whole incident is played. */
  readonly name: string | undefined;
  readonly print: Print;
  /** Resolves when the process is to stop. */
  readonly told: Promise<unknown>;
}

/** The exit code. */
export async function unattended(o: Unattended): Promise<number> {
  const { name, print } = o;
  if (name === undefined || name === WHOLE) return await whole(o);
  const stories = await allStories(join(packageRoot(), 'workflows'));
  const story = stories.find((s) => s.head.name === name);
  if (!story) {
    print(`There is no story ${name}. There are:\n${listed(stories)}`);
    return 1;
  }
  return await one(o, story);
}

const STARTING = 'Starting PostgreSQL, a simulated Slack, PagerDuty, Kubernetes and Prometheus, and the bot …';

/** Told to stop in the middle: what was started is stopped all the same, and what the story says then is of no interest. */
async function unlessTold(told: Promise<unknown>, played: Promise<number>): Promise<number> {
  const stop = told.then(() => {
    played.catch(() => {});
    return 1;
  });
  return await Promise.race([played, stop]);
}

async function whole({ dir, print, told }: Unattended): Promise<number> {
  print(STARTING);
  const stage = await openStage({ dir, logLevel: 'error' });
  try {
    return await unlessTold(told, judged(stage, print));
  } finally {
    await stage.close();
  }
}

async function judged(stage: Stage, print: Print): Promise<number> {
  const began = performance.now();
  const played = await playApiDown(stage, createNarrator(stage, print));
  print('\nWhat was checked:');
  const findings = await judge(stage, played);
  for (const f of findings) print(`  ${f.ok ? '✓' : '✗'} ${f.what}`);
  return verdict(findings.filter((f) => !f.ok).length, findings.length, began, print);
}

async function one({ dir, print, told }: Unattended, story: Story): Promise<number> {
  print(STARTING);
  // A server of its own, for the bot's record and for the service's databases: each sees only its own.
  const server = await startEmbedded({ dir: join(dir, 'server'), durable: false });
  try {
    const outside = storyOutside(story, dir, server.url);
    const stage = await openStage({ dir, databaseUrl: server.url, logLevel: 'error', outside });
    try {
      const began = performance.now();
      const played = playStory(stage, story, outside, createNarrator(stage, print)).then((wrong) => {
        for (const w of wrong) print(`  ✗ ${w}`);
        return verdict(wrong.length, wrong.length, began, print);
      });
      return await unlessTold(told, played);
    } finally {
      await stage.close();
    }
  } catch (e) {
    if (!(e instanceof NoRedisError)) throw e;
    print(e.message);
    return 1;
  } finally {
    await server.stop();
  }
}

function verdict(bad: number, of: number, began: number, print: Print): number {
  const took = ((performance.now() - began) / 1000).toFixed(1);
  print(bad === 0 ? `\nThe story holds. It took ${took} s.` : `\n${bad} of ${of} checks failed.`);
  return bad === 0 ? 0 : 1;
}

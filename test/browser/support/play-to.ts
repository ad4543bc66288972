/** Plays a story up to a step and leaves the world there. */
import type { Sandbox } from '../../support/sandbox.ts';
import { look } from './browser.ts';
import { begin, follow } from './follow.ts';

class Arrived extends Error {}

export async function playTo(sandbox: Sandbox, story: string, step: string): Promise<void> {
  const { page, close } = await look({ url: sandbox.url });
  await begin(page, story);
  const ended = await follow(page, sandbox, {
    atStep: async (title) => {
      if (title === step) throw new Arrived();
    },
  }).catch((e: unknown) => {
    if (e instanceof Arrived) return undefined;
    throw e;
  });
  if (ended) throw new Error(`“${story}” has no step “${step}”: ${ended.join(', ')}`);
  await close();
}

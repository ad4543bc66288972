/** One test of a runbook played with everything real: Slack, PagerDuty, Kubernetes and databases over their wires, and the bot. */
import { putObject } from '../runbook-test/given/objects.ts';
import { fits, judge } from '../runbook-test/judge.ts';
import type { Expected } from '../runbook-test/test-file.ts';
import type { Story } from './find-story.ts';
import { moveOn, moveTo, runsOf } from './follow-run.ts';
import { hands } from './hands.ts';
import { channelOf, find } from './look.ts';
import type { Narrator } from './narrator.ts';
import type { StoryOutside } from './outside/open-outside.ts';
import { readAloud } from './read-aloud.ts';
import type { Stage } from './stage.ts';

const MINUTE = 60_000;
/** Looks of a run at what it waits for, until somebody must have made a mistake. */
const MOST_MOVES = 600;

/** What came otherwise, a line each. */
export async function playStory(
  stage: Stage,
  story: Story,
  outside: StoryOutside,
  tell: Narrator,
): Promise<readonly string[]> {
  const { test, runbook, catalog, head } = story;
  const { slack, cluster } = stage;
  const aloud = readAloud(stage);
  const person = (id: string | undefined) => catalog.people.find((p) => p.id === id)?.slack;

  tell.heading(head.title);
  for (const o of story.given.cluster) {
    tell.note(`In the cluster: ${o.kind} ${o.namespace ?? 'default'}/${o.name}${o.image ? ` runs ${o.image}` : ''}`);
    cluster.cluster.act(() => putObject(cluster.cluster, o));
    await stage.advance(10 * MINUTE);
  }
  const before = cluster.world.changes().length;

  tell.heading('Somebody pulls the alarm');
  tell.begin();
  const by = person(test.by ?? 'ada') ?? '';
  const severity = test.severity ?? runbook.for.severity[0] ?? catalog.severities.at(-1)?.name;
  const declare = `declare ${severity} ${test.name} service=${runbook.service}`;
  tell.act(by, `types in #${catalog.channels.incidents}: /incident ${declare}`);
  await slack.as(by).command(catalog.channels.incidents, '/incident', declare);
  await stage.settled();
  const [{ id } = { id: 0 }] = await stage.query<{ id: number }>('select max(id)::int as id from incident');
  const channel = channelOf(stage, id);
  for (const p of catalog.people)
    if (test.people.some((a) => 'person' in a && a.person === p.id)) await slack.as(p.slack).join(channel);
  outside.begin();
  const typed = Object.entries(test.inputs).map(([k, v]) => ` ${k}=${/\s/.test(String(v)) ? `"${v}"` : v}`);
  tell.act(by, `types: /incident run ${runbook.id}${typed.join('')}`);
  await slack.as(by).command(channel, '/incident', `run ${runbook.id}${typed.join('')}`);
  const begins = stage.clock.now();
  await stage.settled();
  aloud.look();

  const faults: string[] = [];
  const acts = hands(stage, channel, tell);
  for (const [n, what] of test.people.entries()) {
    await moveTo(stage, begins + what.at);
    try {
      if ('cluster' in what) {
        tell.note('Somebody else changes the cluster.');
        for (const o of what.cluster) cluster.cluster.act(() => putObject(cluster.cluster, o));
      } else {
        const who = person(what.person);
        if (who === undefined) throw new Error(`people.yaml has no ${what.person}`);
        await acts.act(what, who);
      }
    } catch (e) {
      faults.push(`people ${n + 1}: ${(e as Error).message}`);
    }
    aloud.look();
  }
  for (let n = 0; (await moveOn(stage)) && n < MOST_MOVES; n++) aloud.look();
  await stage.settled();
  aloud.look();

  const runs = await runsOf(stage);
  tell.heading('How it ended');
  const [run] = runs;
  const card = run && (find(stage, by, channel, `R-${run.id}`, 'took') ?? find(stage, by, channel, `R-${run.id}`));
  if (card) tell.sees(by, card, 40);
  const { answers } = outside;
  const took = stage.clock.now() - begins;
  const played = { runs, calls: [], said: aloud.said, faults: [...faults, ...answers().unanswered()], took };
  // Digests name the very file that was loaded, and this one was pointed at the simulated outside.
  const expected: Expected = { ...test.expect, plans: {}, calls: [] };
  const changed = cluster.world
    .changes()
    .slice(before)
    .map((e) => `${e.method} ${e.path} ${JSON.stringify(e.body)}`);
  return [...judge(expected, played), ...called(test.expect.calls, changed, answers().calls)];
}

const OF_CLUSTER = /^(?:POST|PUT|PATCH|DELETE) (?:\/apis?\/|…)/;
/** What these left behind stands in the databases and caches themselves. */
const OF_DATA = /^(?:SQL|REDIS|EXEC) /;

/** All changes of the cluster, and among the rest of what was called those that are expected, in order. */
function called(expected: readonly string[], changed: readonly string[], calls: readonly string[]): readonly string[] {
  const wanted = expected.filter((c) => OF_CLUSTER.test(c));
  const wrong =
    wanted.length !== changed.length ? [`the cluster was changed ${changed.length} times, not ${wanted.length}`] : [];
  for (const [i, want] of wanted.entries()) {
    // Whole bodies name versions of objects that differ from world to world.
    const [start = ''] = want.split(/[[{]/);
    if (changed[i] !== undefined && !fits(start, changed[i]))
      wrong.push(`change ${i + 1} is ${changed[i]}, not ${want}`);
  }
  let from = 0;
  for (const want of expected.filter((c) => !OF_CLUSTER.test(c) && !OF_DATA.test(c))) {
    const at = calls.findIndex((c, i) => i >= from && fits(want, c));
    if (at < 0) wrong.push(`this call never came: ${want}`);
    else from = at + 1;
  }
  return wrong;
}

/** While an incident runs, somebody else takes over the rota in Git: who is paged next comes from the new one. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../until.ts';
import type { World } from '../world.ts';
import { ADA, AT_ONCE, alerts, declare, paged, type Scenario } from './scenario.ts';

const file = (w: World) => join(w.stage.environment.TOCSIN_WORKFLOWS ?? '', 'org/on-call.yaml');

async function rota(w: World, people: string): Promise<void> {
  const text = await readFile(file(w), 'utf8');
  const next = text.replace(/people: \[.*\]/, `people: [${people}]`);
  if (next === text) return;
  const logs = () =>
    w.crew
      .members()
      .map((m) => w.crew.logOf(m.name).filter((l) => l.includes('workflows loaded anew')).length + m.starts);
  const before = logs();
  await writeFile(file(w), next);
  // Read anew by each of them, or by the process that took its place.
  await until(w, 'the new rota', () => (logs().every((n, i) => n > (before[i] ?? 0)) ? true : undefined));
}

export const rotaChanged: Scenario = {
  name: 'rota-changed',
  async play(w, people) {
    await rota(w, 'ada, grace, linus');
    const { incident } = await declare(w, people, 'p3');
    await paged(w, incident, ['oncall:architect']);
    await rota(w, 'mona');
    await people.command(ADA, 'incidents', `severity INC-${incident} p1`);
    await paged(w, incident, AT_ONCE);
    await people.command(ADA, 'incidents', `state INC-${incident} resolved handed over`);
    await people.command(ADA, 'incidents', `reopen INC-${incident} not yet`);
    await paged(w, incident, AT_ONCE, 2);
    const to = alerts(w, incident, 2).find((a) => a.dedupKey.endsWith('oncall:architect'));
    const responders = JSON.stringify(to?.details.responders);
    if (!responders.includes('Mona')) throw new Error(`the old rota was paged: ${responders}`);
    await people.command(ADA, 'incidents', `resolve INC-${incident} over`);
  },
};

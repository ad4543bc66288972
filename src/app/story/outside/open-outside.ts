/** Everything a story gives beside the world: web addresses, programs, databases and caches, and workflows pointed at them. */
import { join } from 'node:path';
import type { CommandsFile } from '../../../domain/command/model.ts';
import { packageRoot } from '../../../lib/package-root.ts';
import type { WorldClock } from '../../../sandbox/http/world-clock.ts';
import type { Given } from '../../runbook-test/test-file.ts';
import { compileFolder } from '../../workflows.ts';
import type { Story } from '../find-story.ts';
import type { Outside } from '../stage.ts';
import { copyWorkflows } from '../workflows-copy.ts';
import { type AnswersServer, startAnswers } from './answers-server.ts';
import { openDatabases } from './databases.ts';
import { pointPrograms, pointWeb } from './pointed-at.ts';
import { writePrograms } from './programs.ts';

export interface StoryOutside extends Outside {
  /** Once it is open. */
  readonly answers: () => AnswersServer;
  /** From now on time counts for the answers that change. */
  begin(): void;
}

/** `server`: a PostgreSQL whose login may create databases and roles. */
export function storyOutside(
  { given, head }: Pick<Story, 'given' | 'head'>,
  dir: string,
  server: string,
): StoryOutside {
  let began: number | undefined;
  let clock: WorldClock | undefined;
  let answers: AnswersServer | undefined;
  const passed = () => (clock && began !== undefined ? clock.now() - began : 0);
  return {
    namespaces: [...new Set(given.cluster.flatMap((o) => o.namespace ?? []))],
    answers() {
      if (!answers) throw new Error('the story has not begun');
      return answers;
    },
    begin() {
      began = clock?.now();
    },
    async open(at) {
      clock = at.clock;
      const asked = await startAnswers(given, at.prometheus, passed);
      answers = asked;
      if (answersHealth(given)) await copyWorkflows(join(packageRoot(), 'workflows'), at.workflows);
      await pointWeb(at.workflows, given, asked.url);
      const { catalog, problems } = await compileFolder(at.workflows);
      if (!catalog) throw new Error(`the workflows do not load: ${problems[0]?.file} ${problems[0]?.message}`);
      const programs = join(dir, 'programs');
      const all = await pointPrograms(at.workflows, catalog.programs, given, programs);
      await writePrograms(programs, all, missing(given), asked.url);
      const data = await openDatabases(server, catalog.targets, head);
      return {
        environment: { ...secretsOf(catalog.programs), ...data.environment, PROMETHEUS_URL: `${asked.url}/prometheus` },
        async close() {
          await data.close();
          await asked.close();
        },
      };
    },
  };
}

/** Secrets that commands are started with. Their programs ask nobody who would look at them. */
function secretsOf({ commands }: CommandsFile): Readonly<Record<string, string>> {
  const names = Object.values(commands).flatMap((c) =>
    Object.values(c.environment).flatMap((v) => /^secret:(.+)$/.exec(v)?.[1] ?? []),
  );
  return Object.fromEntries(names.map((name) => [`TOCSIN_SECRET_${name}`, `story-secret-${name.toLowerCase()}`]));
}

/** The world's own service has a health check that follows its state, unless the story says what it answers. */
const answersHealth = ({ web }: Given): boolean => Object.keys(web).some((k) => /^GET \S+\/health$/.test(k));

const missing = ({ commands }: Given): readonly string[] =>
  Object.entries(commands).flatMap(([name, is]) => (typeof is === 'object' && 'missing' in is ? [name] : []));

/**
 * kubernetes.followLogs: what containers write from now on, for a while. Not a stream but a look every few seconds, so that
 * a worker that dies in the middle of it loses nothing, and the card shows the newest lines meanwhile.
 */
import { z } from 'zod';
import { parseDuration } from '../../../lib/duration.ts';
import { duration } from '../../../lib/yaml/fields.ts';
import type { Params } from '../model.ts';
import { count } from './fields.ts';
import { LOG_OUTPUTS, logFields, logNeeds, NAME_ONE, namesOne, readLogLines, shownLines } from './log-lines.ts';
import { readKind } from './read-kind.ts';

/** Lines of each container that are looked through. */
const MOST_LINES = 10_000;

const LONGEST = 600_000;
const USUAL = '60s';

/** What an expression says is not known yet. */
const lasts = ({ for: written = USUAL }: Params): number =>
  (typeof written === 'string' ? parseDuration(written) : undefined) ?? LONGEST;

const params = z
  .strictObject({
    ...logFields,
    for: duration({ min: 5_000, max: LONGEST }).prefault(USUAL),
    /** It ends as soon as so many lines were found. */
    enough: count(1, 10_000).optional(),
  })
  .refine(namesOne, NAME_ONE);

export const kubernetesFollowLogs = readKind({
  name: 'kubernetes.followLogs',
  summary:
    'What containers write from now on, for a while or until enough was found. Of one that restarted: what it wrote since.',
  params,
  offers: { outputs: [...LOG_OUTPUTS, 'following'], lasts },
  examples: [
    {
      means: 'What is written in the next minute',
      params: { namespace: 'architect-production', deployment: 'architect-api' },
    },
    {
      means: 'Until somebody logs an error, two minutes at most',
      params: {
        namespace: 'architect-production',
        selector: 'app=architect-api',
        grep: 'error',
        for: '2m',
        enough: 1,
      },
    },
  ],
  needs: logNeeds,
  async read(p, { cluster }, { now, since }) {
    const { container, grep, enough } = p;
    const passed = Math.max(0, now - since);
    const found = await readLogLines(cluster, p, {
      tail: MOST_LINES,
      // The cluster counts whole seconds: rather a line from just before than one too few.
      since: Math.ceil(passed / 1_000) + 1,
      ...(grep === undefined ? {} : { words: grep }),
      ...(container === undefined ? {} : { container }),
    });
    const following = passed < p.for && (enough === undefined || found.count < enough);
    return { ...found, following };
  },
  pending: ({ following }) => following,
  lines: (found) => shownLines(found),
});

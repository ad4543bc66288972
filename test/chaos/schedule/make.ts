/** From a seed to a schedule. Pure: the same seed is the same schedule, today and on another machine. */

import type { Backend } from '../lane.ts';
import { type Random, random } from '../random.ts';
import { FAULTS } from '../sweep.ts';
import type { Act, Round, Schedule, Trouble } from './schedule.ts';

const PEOPLE = ['U0ADA', 'U0GRACE', 'U0LINUS'] as const;
const TARGETS = ['oncall:architect', 'role:manager', 'role:lead-engineer'] as const;
const SECOND = 1_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
/** Words that must stay words. */
const TITLES = [
  'API down',
  '<!channel> *x* ${{ 1 }} \u202e',
  'checkout & <https://evil|bank>',
  '`code` _it_ ~no~ 🚨',
  'Datenbank überlastet',
] as const;
const OPTIONS = ['1 · Restart the pods', '3 · Scale up'] as const;
const SKEWS = [0, 0, SECOND, -MINUTE, 10 * MINUTE, -DAY, DAY] as const;

interface Going {
  open: boolean;
  run: 'none' | 'asking' | 'approving' | 'over';
}

const MOST_INCIDENTS = 4;

function actsOf(r: Random, going: Going[]): Act[] {
  const acts: Act[] = [];
  const declares = going.length === 0 || (going.length < MOST_INCIDENTS && r.chance(0.25));
  if (declares) {
    const severity = r.pick(['p1', 'p1', 'p2', 'p3', 'p4']);
    acts.push({ do: 'declare', incident: going.length, by: r.pick(PEOPLE), severity, title: r.pick(TITLES) });
    going.push({ open: true, run: 'none' });
  }
  const known = declares ? going.length - 1 : going.length;
  for (let n = r.whole(known > 0 ? 1 : 0, Math.min(3, known * 2)); n > 0; n--) {
    const incident = r.whole(0, known - 1);
    const it = going[incident] as Going;
    const by = r.pick(PEOPLE);
    const say = (text: string): Act => ({
      do: 'command',
      incident,
      by,
      text,
      ...(r.chance(0.1) ? { once: true as const } : {}),
    });
    const may: (() => Act)[] = [
      () => say('ack'),
      () => say('ack'),
      () => say(`severity ${r.pick(['p1', 'p2', 'p3'])}`),
      () => say(`update we look at it next=${r.pick(['5m', '20m'])}`),
      () => say('escalate'),
      () => say('join'),
      () => say('state identified a bad release'),
      () => ({
        do: 'phone',
        incident,
        target: r.pick(TARGETS),
        presses: r.pick(['acknowledge', 'acknowledge', 'resolve']),
      }),
      () => {
        it.open = false;
        return { do: 'command', incident, by, text: 'resolve done' };
      },
    ];
    if (!it.open) {
      may.push(() => {
        it.open = true;
        return { do: 'command', incident, by, text: 'reopen it is back' };
      });
    }
    // One run at a time and at most one of its steps in a round: what it shows next is waited for.
    if (
      it.run === 'none' &&
      it.open &&
      !acts.some((a) => a.do === 'run') &&
      !going.some((g) => g.run === 'asking' || g.run === 'approving')
    ) {
      const begin = (): Act => {
        it.run = 'asking';
        return { do: 'run', incident, by };
      };
      may.push(begin, begin);
    } else if (it.run === 'asking' && !acts.some((a) => 'option' in a || a.do === 'run')) {
      const choose = (): Act => {
        it.run = 'approving';
        return { do: 'choose', incident, by, option: r.pick(OPTIONS) };
      };
      may.push(choose, choose, choose, choose);
    } else if (it.run === 'approving' && !acts.some((a) => 'option' in a || 'button' in a)) {
      const approve = (): Act => {
        it.run = 'over';
        return { do: 'approve', incident, by, button: r.chance(0.85) ? 'Approve' : 'Reject' };
      };
      may.push(approve, approve, approve, approve);
    }
    acts.push(r.pick(may)());
  }
  return acts;
}

function troubleOf(r: Random, backend: Backend): Trouble {
  const boundary = (): Trouble => ({
    kind: 'boundary',
    party: r.chance(0.25) ? 'bot' : 'worker',
    of: r.pick(['commit', 'commit', 'claim', 'request', 'request']),
    n: r.whole(1, 25),
    fault: r.pick(FAULTS),
  });
  const may: (() => Trouble)[] = [
    boundary,
    boundary,
    boundary,
    boundary,
    () => ({
      kind: 'process',
      name: r.pick(['bot1', 'bot2', 'worker1', 'worker2', 'worker3']),
      signal: r.pick(['SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGSTOP']),
      skewMs: r.pick(SKEWS),
    }),
    () => ({ kind: 'postgres', what: r.pick(['kill', 'freeze', 'cut', 'terminate']), ms: r.whole(0, 1_500) }),
    () => ({ kind: 'queue', what: r.pick(['empty', 'ghosts']) }),
    () => ({
      kind: 'vendor',
      server: r.pick(['slack', 'slack', 'pagerduty', 'pagerduty', 'kubernetes', 'prometheus']),
      what: r.pick(['error', 'limit', 'hang', 'reset', 'lost', 'lost', 'slow']),
      times: r.whole(1, 3),
    }),
    () => ({ kind: 'ingress', what: r.pick(['double', 'double', 'late', 'webhooks-twice', 'webhooks-reversed']) }),
    () => ({ kind: 'cluster', replicas: r.whole(6, 14) }),
  ];
  if (backend === 'redis') {
    may.push(
      () => ({ kind: 'redis', what: r.pick(['kill', 'freeze', 'flush', 'flush', 'evict']), ms: r.whole(0, 1_500) }),
      () => ({ kind: 'redis', what: r.pick(['kill', 'flush']), ms: r.whole(0, 1_500) }),
    );
  }
  return r.pick(may)();
}

export function makeSchedule(seed: number, backend: Backend): Schedule {
  const r = random(seed);
  const going: Going[] = [];
  const rounds: Round[] = Array.from({ length: r.whole(4, 7) }, () => {
    const acts = actsOf(r, going);
    const troubles = Array.from({ length: r.whole(1, 3) }, () => troubleOf(r, backend));
    const then = r.pick([0, 0, 5 * SECOND, MINUTE, 5 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 6 * 60 * MINUTE]);
    return { acts, troubles, then };
  });
  return { seed, rounds };
}

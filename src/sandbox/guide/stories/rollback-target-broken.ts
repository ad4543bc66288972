/** Two bad releases in a row: the rollback is approved and carried out, does not help, and Tocsin says so. */
import { approves, asksForRollback, declares, resolves } from '../common-steps.ts';
import { approver, nextMove, onButton, WAIT } from '../moves.ts';
import { breaksWith, deploys, offer, passes } from '../offers.ts';
import type { ApprovalSeen, RunSeen } from '../scene/runs-seen.ts';
import type { Scene } from '../scene/scene.ts';
import { isDown, isWell } from '../scene/service-seen.ts';
import type { Step, Story } from '../story.ts';

const BAD = breaksWith('v42', 'dashboard owners');
const WORSE = deploys('v43', 'a hotfix for v42', 'crash');
const GOOD = deploys('v44', 'reads the old cache again', 'good');
const BROKEN = ['v42', 'v43'];

const rollbackRun = (s: Scene): RunSeen | undefined =>
  s.runs.find((r) => s.approvals.some((a) => a.run === r.run && a.rollback && a.status === 'approved'));
/** The rollback was tried, and a release that works is out and serves. */
const isFixed = (s: Scene): boolean =>
  rollbackRun(s) !== undefined && isWell(s.service) && !BROKEN.includes(s.service.release);
const firstTarget = (s: Scene): string => s.approvals.find((a) => a.rollback)?.to ?? 'v42';
/** The plan that would take back the rollback, or do another one. */
const secondPlan = (s: Scene): ApprovalSeen | undefined => {
  const tried = rollbackRun(s);
  return tried && s.approvals.findLast((a) => a.rollback && a.run > tried.run);
};

const first: Step = {
  title: 'A bad release',
  say: ({ service }) =>
    isWell(service)
      ? `All is well: ${service.ready} pods run ${service.release}. Press the button: CI deploys v42.`
      : 'The service is not well yet. Press the button: CI puts back what works, and then deploys v42.',
  point: () => offer(BAD),
  offers: () => [BAD],
  done: (s) => BROKEN.includes(s.service.release) && s.service.revision > s.begun.revision,
  happened: () => 'v42 starts, and crashes a few seconds later. Somebody in a hurry prepares a hotfix.',
};

const second: Step = {
  title: 'A hotfix that is no better',
  say: (s) =>
    s.service.release === 'v43'
      ? 'v43 goes out. Let two minutes pass.'
      : 'The hotfix goes out before anybody has understood the problem: CI deploys v43.',
  point: (s) => offer(s.service.release === 'v43' ? passes(2) : WORSE),
  offers: (s) => [s.service.release === 'v43' ? passes(2) : WORSE],
  done: (s) => s.service.release === 'v43' && isDown(s.service),
  happened: () =>
    'v43 crashes like v42 did. So the release before the one that runs is broken too. Who comes to help now does not know that.',
};

const killed: Step = {
  title: 'Kill a worker',
  say: () =>
    'The run now waits for the rollout. The work is done by processes called workers. Kill one, for real: open the faults and press “Kill a worker”.',
  point: () => ({ target: { kind: 'fault', id: 'kill-worker' } }),
  done: (s) => s.kills > 0,
  happened: () =>
    'The process is gone, in the middle of its work, without a word. The run does not live in a process: where it stands is written in the database, and the other worker goes on. The one you killed is started again.',
};

const told: Step = {
  title: 'What became of the rollback',
  landmark: true,
  say: (s) =>
    `The pods of ${firstTarget(s)} are there, but do not stay up. The run gives them five minutes to get well, and as long to the health check. Let time pass, and read the run’s card.`,
  point: () => offer(passes(5)),
  offers: () => [passes(5)],
  done: (s) => ['done', 'failed', 'aborted'].includes(rollbackRun(s)?.status ?? ''),
  happened(s) {
    const run = rollbackRun(s);
    return run?.failure
      ? `The run failed, and says so on the card and in the channel: “${run.failure}”. Tocsin did what it was asked to and then looked whether it helped. It never says that something is well because a command went through.`
      : `The run R-${run?.run} is ${run?.status}.`;
  },
};

const takesBack: Step = {
  title: 'Ask to take it back',
  landmark: true,
  say(s) {
    const run = rollbackRun(s);
    if (run?.undo)
      return `The card of the failed run has a button that takes the rollback back. As ${s.people.first(s.people.asker)}, press it: nothing happens before somebody approves.`;
    return run?.undone ? 'Tocsin plans the undo. The card with the plan appears in a moment.' : nextMove(s).say;
  },
  point(s) {
    const run = rollbackRun(s);
    if (run?.undo) return onButton(s.people.asker, run.card, 'Undo: ');
    return run?.undone ? WAIT : nextMove(s).point;
  },
  done: (s) => secondPlan(s) !== undefined || isFixed(s),
  happened: (s) =>
    secondPlan(s)
      ? 'To undo is a change too: it is planned on what is there now, and asks for its own approval.'
      : 'A release that works is out already.',
};

const rejects: Step = {
  title: 'Read before you agree',
  landmark: true,
  say(s) {
    const plan = secondPlan(s);
    return `The new plan would bring back ${plan?.to ?? 'v43'}. That one is broken as well, and the plan says so in plain words: from which release to which. As ${s.people.first(approver(s))}, press Reject.`;
  },
  point(s) {
    const plan = secondPlan(s);
    return plan?.status === 'pending' ? onButton(approver(s), plan.card, 'Reject') : WAIT;
  },
  done(s) {
    const plan = secondPlan(s);
    return (plan !== undefined && plan.status !== 'pending') || isFixed(s);
  },
  happened(s) {
    const plan = secondPlan(s);
    if (plan?.status === 'rejected')
      return 'Rejected: nothing was changed. A plan shows what would happen before it happens, and that is worth reading most of all when everybody is in a hurry.';
    if (plan?.status === 'approved')
      return `You approved it, so ${plan.to ?? 'v43'} comes back. It will not hold either: Tocsin carries out what people agree on, and then says what came of it.`;
    return 'Nothing was changed by it.';
  },
};

const fixed: Step = {
  title: 'A release that works',
  say: (s) =>
    s.service.release === 'v44'
      ? 'v44 goes out. Let a minute pass, until its pods serve.'
      : 'Going back does not help, so somebody has to go forward. The developers have found it: v42 and v43 cannot read the old cache. CI deploys v44.',
  point: (s) => offer(s.service.release === 'v44' ? passes(1) : GOOD),
  offers: (s) => [s.service.release === 'v44' ? passes(1) : GOOD],
  done: isFixed,
  happened: ({ service }) =>
    `${service.ready} of ${service.replicas} pods run ${service.release}, and requests are answered again. Not every way out of an incident is a runbook; what was tried is in the record all the same.`,
};

export const rollbackTargetBroken: Story = {
  id: 'rollback-target-broken',
  title: 'The rollback target is broken too',
  about:
    'You roll back, and it does not help. See how Tocsin says so, survives a killed process, and keeps you from making it worse.',
  minutes: 6,
  steps: [
    first,
    second,
    declares({
      who: (p) => p.asker,
      say: (s) => `You are ${s.people.first(s.people.asker)}. Pull the alarm in #incidents.`,
      happened: (s) =>
        `INC-${s.incident?.id} is open, and phones ring. Acknowledge if you like: on a phone, or with Ack on the card. Then look for a way out.`,
    }),
    ...asksForRollback,
    approves({
      say: () =>
        'The plan leads to the release before this one. It looks like the obvious way out, and nobody here knows better yet.',
      happened: (s) =>
        `Approved: the deployment goes back to ${firstTarget(s)}. Now the run watches whether that helps.`,
    }),
    killed,
    told,
    takesBack,
    rejects,
    fixed,
    resolves({
      who: (p) => p.asker,
      summary: 'v42 and v43 could not read the old cache, v44 can',
      happened: () =>
        'Resolved. Runs that were still open ended with it. On the card: what was tried, what failed, and what was not done.',
    }),
  ],
  end: 'The obvious way out was none, and nobody could take it for one. A process died on the way, and nobody had to care.',
};

/** I-12, judged on the timeline alone: whatever is carried out was agreed to by enough different people, in time, once. */
import type { RunEvent } from '../../../../src/domain/runbook/events.ts';
import type { EventMeta } from '../../../../src/engine/decision.ts';
import type { Book } from './books.ts';
import { mostGroups } from './different-groups.ts';

type Asked = Extract<RunEvent, { type: 'approval.requested' }>;

export function checkApprovals(timeline: readonly { event: RunEvent; meta: EventMeta }[], book: Book): void {
  const shown = new Map<
    string,
    { readonly asked: Asked; readonly by: Set<string>; readonly groups: (readonly string[])[] }
  >();
  const used = new Set<string>();
  let over = false;
  let at = 0;
  for (const [i, { event: e, meta }] of timeline.entries()) {
    const wrong = (what: string): never => {
      throw new Error(`${what}: #${meta.seq} ${JSON.stringify(e)}`);
    };
    if (meta.seq !== i + 1 || meta.at < at || !meta.actor || !meta.source || !meta.request) wrong('out of order');
    at = meta.at;
    if (e.type === 'approval.requested') {
      const gate = book.changes.find((c) => c.path === e.step)?.gate;
      if (
        e.policy.min !== gate?.min ||
        e.policy.requester !== gate.requester ||
        (e.policy.distinct ?? false) !== (gate.distinct ?? false)
      )
        wrong('asked of others than written');
      shown.set(e.step, { asked: e, by: new Set(), groups: [] });
    }
    if (e.type === 'approval.given') {
      const plan = shown.get(e.step);
      if (!plan || meta.at >= plan.asked.expiresAt) wrong('a yes to nothing that is asked');
      if (plan?.by.has(e.person)) wrong('a second yes of one person');
      if (!plan?.asked.policy.requester && e.person === 'ada') wrong('a yes to one’s own');
      plan?.by.add(e.person);
      plan?.groups.push(e.groups ?? []);
    }
    if (e.type === 'step.executing') {
      const plan = shown.get(e.step);
      if (!plan || plan.asked.digest !== e.digest || plan.by.size < plan.asked.policy.min) wrong('nobody agreed');
      const { from = [], min = 0, distinct } = plan?.asked.policy ?? {};
      if (distinct && mostGroups(plan?.groups ?? [], from) < Math.min(min, from.length))
        wrong('not of different groups');
      if (used.has(e.digest)) wrong('carried out twice');
      used.add(e.digest);
      if (over) wrong('carried out after the end');
    }
    if (e.type === 'run.ended') over = true;
    // A person had a run that failed go on.
    if (e.type === 'step.retried' || e.type === 'step.left-out') over = false;
  }
}

/** I-7, I-8, I-12: what changed the cluster was approved, is what was approved, and was carried out once. */
import { createHash } from 'node:crypto';
import { type Breach, type Check, type Evidence, runsOf } from './evidence.ts';

type Data = Readonly<Record<string, unknown>>;
/** Two clocks of one machine, and a request on its way. Milliseconds. */
const APART = 150;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function approved(e: Evidence): Breach[] {
  const out: Breach[] = [];
  for (const r of runsOf(e)) {
    const asked = new Map<
      string,
      {
        plan: string;
        expiresAt: number;
        requester: string;
        given: { person: string; at: number }[];
        yes: boolean;
        used: boolean;
        min: number;
      }
    >();
    const current = new Map<string, string>();
    for (const t of r.entries) {
      const d = t.data as Data;
      const step = String(d.step);
      const wrong = (what: string) =>
        out.push({ invariant: 'I-12', what: `R-${r.id} #${t.seq} step ${step}: ${what}` });
      const approval = asked.get(current.get(step) ?? '');
      if (t.type === 'approval.requested') {
        const plan = String(d.plan);
        if (sha256(plan) !== d.digest) wrong('the digest is not that of the plan');
        const { requester } = JSON.parse(plan) as { requester: string };
        const min = Number((d.policy as { min?: number }).min ?? 1);
        asked.set(String(d.digest), {
          plan,
          expiresAt: Number(d.expiresAt),
          requester,
          given: [],
          yes: false,
          used: false,
          min,
        });
        current.set(step, String(d.digest));
      } else if (t.type === 'approval.given') {
        if (!approval) wrong('a yes to nothing');
        else if (t.at >= approval.expiresAt) wrong('a yes after it lapsed');
        else approval.given.push({ person: String(d.person), at: t.at });
      } else if (t.type === 'approval.approved') {
        if (!approval) wrong('approved, and nothing was asked');
        else approval.yes = true;
        const people = new Set(approval?.given.map((g) => g.person));
        if (approval && people.size < approval.min) wrong(`${people.size} of ${approval.min} agreed`);
        if (approval && people.has(approval.requester)) wrong('the requester agreed with themselves');
      } else if (t.type === 'step.executing') {
        const used = asked.get(String(d.digest));
        if (!used?.yes) wrong('carried out without an approval of this plan');
        else if (used.used) wrong('carried out twice on one approval');
        if (used) used.used = true;
      }
    }
  }
  return out;
}

/** Each plan that was carried out reached the cluster at most once, as approved. */
function carriedOut(e: Evidence): Breach[] {
  const out: Breach[] = [];
  let executed = 0;
  for (const r of runsOf(e)) {
    const steps = new Set(
      r.entries.flatMap((t) => (t.type === 'step.executing' ? [String((t.data as Data).step)] : [])),
    );
    for (const step of steps) {
      const drifted = r.entries.some((t) => t.type === 'approval.void' && (t.data as Data).step === step);
      if (r.state.steps[step]?.status === 'done') executed += 1;
      else if (!drifted && r.state.steps[step]?.status === 'running') {
        out.push({ invariant: 'I-7', what: `R-${r.id} step ${step} never came to an end` });
      }
    }
  }
  const bodies = e.changes.map((c) => JSON.stringify(c.body));
  if (e.changes.length < executed) {
    out.push({
      invariant: 'I-7',
      what: `${executed} steps say they are done, the cluster was changed ${e.changes.length} times`,
    });
  }
  if (new Set(bodies).size < bodies.length) {
    out.push({
      invariant: 'I-8',
      what: `the cluster was changed ${bodies.length} times by ${new Set(bodies).size} different requests`,
    });
  }
  // Everything else that reached the cluster did so on a plan that was being carried out.
  const begun = runsOf(e).flatMap((r) => r.entries.filter((t) => t.type === 'step.executing')).length;
  if (e.changes.length > begun) {
    out.push({ invariant: 'I-12', what: `${e.changes.length} changes of the cluster for ${begun} approved plans` });
  }
  return out;
}

/** What moved between the plan and the change is not there any more: neither is the approval. */
function unmoved(e: Evidence): Breach[] {
  const out: Breach[] = [];
  for (const r of runsOf(e)) {
    const planned = new Map<string, number>();
    for (const t of r.entries) {
      const step = String((t.data as Data).step);
      if (t.type === 'approval.requested') planned.set(step, t.at);
      if (t.type !== 'step.done') continue;
      const began = r.entries.findLast(
        (x) => x.type === 'step.executing' && (x.data as Data).step === step && x.seq < t.seq,
      );
      const change = e.changes.find((c) => began !== undefined && c.at >= began.at - APART && c.at <= t.at + APART);
      const from = planned.get(step);
      if (!change || from === undefined) continue;
      const moved = e.moves.some((m) => m > from + APART && m < change.at - APART);
      if (moved)
        out.push({
          invariant: 'I-12',
          what: `R-${r.id} step ${step} was carried out though the cluster had moved since its plan`,
        });
    }
  }
  return out;
}

export const steps: Check = (e) => [...approved(e), ...carriedOut(e), ...unmoved(e)];

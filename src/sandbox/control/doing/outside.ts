/** What is done outside Slack: on a phone, to the service, to the clock. */
import { IMAGE } from '../../service/seed.ts';
import type { ClockAct, PhoneAct, WorldAct } from '../acts.ts';
import { Problem } from '../problem.ts';
import type { Session } from '../session.ts';

export async function doPhone(session: Session, { email, incidentId, do: verb }: PhoneAct): Promise<void> {
  const { pagerduty } = session.rig;
  const phone = pagerduty.phones().find((p) => p.email.toLowerCase() === email.toLowerCase());
  if (!phone) {
    const rang = pagerduty.phones().map((p) => p.email);
    throw new Problem(404, `The phone of ${email} never rang; those of ${rang.join(', ') || 'nobody'} did.`, 'email');
  }
  const call = phone.calls.findLast((c) => c.incidentId === incidentId);
  if (!call) {
    const ids = [...new Set(phone.calls.map((c) => c.incidentId))].join(', ');
    throw new Problem(404, `${phone.name} was not called for ${incidentId}, but for ${ids}.`, 'incidentId');
  }
  const person = pagerduty.as(phone.email);
  await (verb === 'acknowledge' ? person.acknowledge(incidentId) : person.resolve(incidentId));
  session.changed('phones', 'guide');
}

const BEHAVIOURS = { good: 'good', crash: 'crash', neverReady: 'pull' } as const;
const TITLES = { good: 'faster search', crash: 'dashboard owners', neverReady: 'new base image' } as const;

export function doWorld(session: Session, act: WorldAct): void {
  const { world } = session.rig.cluster;
  switch (act.do) {
    case 'deploy': {
      const tags = world.revisions().map((r) => r.spec.template.spec.containers[0]?.image.match(/:v(\d+)$/)?.[1]);
      const next = Math.max(...tags.map((t) => Number(t ?? 0)), 0) + 1;
      world.deploy(`${IMAGE}:v${next}`, `release v${next}: ${TITLES[act.release]}`, BEHAVIOURS[act.release]);
      break;
    }
    case 'scale':
      world.someoneElse.scales(act.replicas);
      break;
    case 'traffic':
      world.setTraffic(act.rps);
      break;
  }
  session.changed('world', 'series', 'guide');
}

/** Resolves once what became due by a jump is done. */
export async function doClock(session: Session, act: ClockAct): Promise<void> {
  switch (act.do) {
    case 'advance':
      return session.rig.advance(act.ms);
    case 'run':
      return session.rig.run(act.speed);
    case 'pause':
      return session.rig.run(0);
  }
}

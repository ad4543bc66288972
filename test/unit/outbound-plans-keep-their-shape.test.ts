/** Whatever a deployment's secrets are, a plan stays a plan: only texts in it are hidden. */
import type { PlanPayload } from '../../src/domain/runbook/effects.ts';
import type { Plan } from '../../src/domain/runbook/model.ts';
import type { StepPorts } from '../../src/domain/runbook/step-kind.ts';
import type { Claimed, HandlerIo } from '../../src/engine/effect.ts';
import { createRedactor } from '../../src/lib/redact.ts';
import { stepPlan } from '../../src/outbound/step-plan.ts';

test('a secret that is a word of ours takes nothing from the plan but its own text', async () => {
  const handler = stepPlan(
    () => ({}) as StepPorts,
    async () => [],
    createRedactor(['change', 'changes', 'summary', 'hunter22']),
  );
  const payload: PlanPayload = {
    ...{ run: 1, step: '1', attempt: 1, kind: 'ask.approval', timeout: 5_000, runbook: 'r', requester: 'ada' },
    params: { question: 'May hunter22 change?' },
  };
  const io: HandlerIo = {
    now: () => 0,
    load: async () => undefined,
    ours: () => true,
    signal: new AbortController().signal,
  };
  const outcome = await handler.run({ key: 'k', payload } as unknown as Claimed, io);
  const plan = JSON.parse((outcome as { result: { data: { plan: string } } }).result.data.plan) as Plan;
  expect(Object.keys(plan)).toEqual(expect.arrayContaining(['summary', 'changes', 'notes']));
  expect(plan.summary).not.toContain('hunter22');
});

/** Every step kind, listed. A new one is a file here, a line below, and its examples run as tests. */
import type { StepKind } from '../step-kind.ts';
import type { StepKindIndex } from '../step-kind-index.ts';
import { httpCheck } from './http-check.ts';
import { kubernetesEvents } from './kubernetes-events.ts';
import { kubernetesGet } from './kubernetes-get.ts';
import { kubernetesLogs } from './kubernetes-logs.ts';
import { kubernetesRolloutRestart } from './kubernetes-rollout-restart.ts';
import { kubernetesRolloutStatus } from './kubernetes-rollout-status.ts';
import { kubernetesRolloutUndo } from './kubernetes-rollout-undo.ts';
import { kubernetesScale } from './kubernetes-scale.ts';
import { prometheusQuery } from './prometheus-query.ts';

export const STEP_KINDS: readonly StepKind[] = [
  kubernetesGet,
  kubernetesEvents,
  kubernetesLogs,
  kubernetesRolloutStatus,
  kubernetesRolloutRestart,
  kubernetesRolloutUndo,
  kubernetesScale,
  httpCheck,
  prometheusQuery,
];

export function kindOf(name: string): StepKind | undefined {
  return STEP_KINDS.find((k) => k.name === name);
}

export const stepKinds: StepKindIndex = {
  names: STEP_KINDS.map((k) => k.name),
  schemaOf: (name) => kindOf(name)?.schema,
};

/** Every step kind, listed. A new one is a file here, a line below, and its examples run as tests. */
import type { StepKind } from '../step-kind.ts';
import type { StepKindIndex } from '../step-kind-index.ts';
import { askApproval } from './ask-approval.ts';
import { askText } from './ask-text.ts';
import { awsSecurityGroupRevoke } from './aws-security-group-revoke.ts';
import { awsWafBlock, awsWafUnblock } from './aws-waf.ts';
import { chatPost } from './chat-post.ts';
import { commandLook } from './command-look.ts';
import { commandRun } from './command-run.ts';
import { helmHistory } from './helm-history.ts';
import { helmInstall } from './helm-install.ts';
import { helmRollback } from './helm-rollback.ts';
import { helmTest } from './helm-test.ts';
import { helmUninstall } from './helm-uninstall.ts';
import { helmUpgrade } from './helm-upgrade.ts';
import { httpCheck } from './http-check.ts';
import { httpRequest } from './http-request.ts';
import { incidentSteps } from './incident-steps.ts';
import { kubernetesAnnotate } from './kubernetes-annotate.ts';
import { kubernetesApply } from './kubernetes-apply.ts';
import { kubernetesAutoscale } from './kubernetes-autoscale.ts';
import { kubernetesCopyOut } from './kubernetes-copy-out.ts';
import { kubernetesDelete } from './kubernetes-delete.ts';
import { kubernetesDescribe } from './kubernetes-describe.ts';
import { kubernetesDrain } from './kubernetes-drain.ts';
import { kubernetesEvents } from './kubernetes-events.ts';
import { kubernetesExec } from './kubernetes-exec.ts';
import { kubernetesFollowLogs } from './kubernetes-follow-logs.ts';
import { kubernetesGet } from './kubernetes-get.ts';
import { kubernetesJob } from './kubernetes-job.ts';
import { kubernetesLogs } from './kubernetes-logs.ts';
import { kubernetesPatch } from './kubernetes-patch.ts';
import { kubernetesRolloutRestart } from './kubernetes-rollout-restart.ts';
import { kubernetesRolloutStatus } from './kubernetes-rollout-status.ts';
import { kubernetesRolloutUndo } from './kubernetes-rollout-undo.ts';
import { kubernetesScale } from './kubernetes-scale.ts';
import { kubernetesTop } from './kubernetes-top.ts';
import { kubernetesUncordon } from './kubernetes-uncordon.ts';
import { manualChecklist } from './manual-checklist.ts';
import { manualTask } from './manual-task.ts';
import { note } from './note.ts';
import { postgresDump } from './postgres-dump.ts';
import { postgresQuery } from './postgres-query.ts';
import { postgresRestore, postgresRestoreBack } from './postgres-restore.ts';
import { postgresStatement } from './postgres-statement.ts';
import { prometheusExpect } from './prometheus-expect.ts';
import { prometheusQuery } from './prometheus-query.ts';
import { redisConfigSet } from './redis-config-set.ts';
import { redisFlush } from './redis-flush.ts';
import { redisLooks } from './redis-looks.ts';
import { runbookRun } from './runbook-run.ts';
import { s3Copy } from './s3-copy.ts';
import { s3List } from './s3-list.ts';
import { systemdRestart } from './systemd-restart.ts';
import { tlsExpiry } from './tls-expiry.ts';
import { vendorStatus } from './vendor-status.ts';
import { wait } from './wait.ts';

export const STEP_KINDS: readonly StepKind[] = [
  kubernetesGet,
  kubernetesDescribe,
  kubernetesTop,
  kubernetesEvents,
  kubernetesLogs,
  kubernetesFollowLogs,
  kubernetesRolloutStatus,
  kubernetesRolloutRestart,
  kubernetesRolloutUndo,
  kubernetesScale,
  kubernetesAutoscale,
  kubernetesPatch,
  kubernetesApply,
  kubernetesAnnotate,
  kubernetesDelete,
  kubernetesDrain,
  kubernetesUncordon,
  kubernetesExec,
  kubernetesCopyOut,
  kubernetesJob,
  httpCheck,
  httpRequest,
  prometheusQuery,
  prometheusExpect,
  tlsExpiry,
  vendorStatus,
  postgresQuery,
  postgresStatement,
  postgresDump,
  postgresRestore,
  postgresRestoreBack,
  ...redisLooks,
  redisConfigSet,
  redisFlush,
  commandLook,
  commandRun,
  helmHistory,
  helmTest,
  helmUpgrade,
  helmRollback,
  helmInstall,
  helmUninstall,
  systemdRestart,
  s3List,
  s3Copy,
  awsWafBlock,
  awsWafUnblock,
  awsSecurityGroupRevoke,
  askApproval,
  askText,
  manualTask,
  manualChecklist,
  ...incidentSteps,
  chatPost,
  note,
  runbookRun,
  wait,
];

export function kindOf(name: string): StepKind | undefined {
  return STEP_KINDS.find((k) => k.name === name);
}

export const stepKinds: StepKindIndex = {
  names: STEP_KINDS.map((k) => k.name),
  schemaOf: (name) => kindOf(name)?.schema,
  riskOf: (name) => {
    const kind = kindOf(name);
    return kind?.mutates ? kind.risk : undefined;
  },
};

/** Every scenario of the crash-point sweep. */
import { declarePageAck } from './declare-page-ack.ts';
import { escalateToLevel4 } from './escalate-to-level-4.ts';
import { pagerdutyWebhook } from './pagerduty-webhook.ts';
import { resolveRace } from './resolve-race.ts';
import { rotaChanged } from './rota-changed.ts';
import { runbookRollback } from './runbook-rollback.ts';
import { scaleAndUndo } from './scale-and-undo.ts';
import type { Scenario } from './scenario.ts';
import { updatePromise } from './update-promise.ts';

export const scenarios: readonly Scenario[] = [
  declarePageAck,
  escalateToLevel4,
  runbookRollback,
  scaleAndUndo,
  resolveRace,
  pagerdutyWebhook,
  updatePromise,
  rotaChanged,
];

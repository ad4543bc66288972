/** The rules of `tocsin check`: each is one file. docs/hazards.md is printed from them. */
import type { Rule } from '../model.ts';
import { openToEverybody } from './h1-open-to-everybody.ts';
import { fixedRevision } from './h2-fixed-revision.ts';
import { wantsATerminal } from './h3-wants-a-terminal.ts';
import { secretsCarriedAway } from './h4-secrets-carried-away.ts';
import { destroysWithoutABackup } from './h5-destroys-without-a-backup.ts';
import { fixedReplicas } from './h6-fixed-replicas.ts';
import { deletesAWorkload } from './h7-deletes-a-workload.ts';
import { idleSince } from './h8-idle-since.ts';
import { quantileOfBuckets } from './h9-quantile-of-buckets.ts';
import { rateOfAGauge } from './h10-rate-of-a-gauge.ts';
import { errorsAreNoShare } from './h11-errors-are-no-share.ts';
import { neverEnds } from './h12-never-ends.ts';
import { placeholder } from './h14-placeholder.ts';
import { pipelineThatHidesAFailure } from './h16-pipeline-that-hides-a-failure.ts';
import { movingTag } from './h17-moving-tag.ts';
import { renamedColumns } from './h18-renamed-columns.ts';
import { slowerThanItsSeverity } from './h19-slower-than-its-severity.ts';
import { escalatedTooLate } from './h20-escalated-too-late.ts';
import { noWayUp } from './h22-severity-without-a-way-up.ts';
import { tlsOff } from './h23-tls-off.ts';
import { rollbackWithoutMigrations } from './h24-rollback-says-nothing-of-migrations.ts';
import { evicts } from './h26-evicts.ts';
import { looksAndDeletes } from './h28-looks-and-deletes.ts';
import { lastHourOfAllTime } from './h29-last-hour-of-all-time.ts';
import { findsItself } from './h30-finds-itself.ts';
import { renewsNothing } from './h31-renews-nothing.ts';
import { mojibake } from './h32-mojibake.ts';
import { nobodyKnowsIt } from './h33-nobody-knows-it.ts';
import { staleAccept } from './r1-stale-accept.ts';
import { drasticAdvice } from './r2-drastic-advice.ts';
import { secretWrittenOut } from './r3-secret-written-out.ts';
import { unusedInput } from './r4-unused-input.ts';
import { changeThatNobodyLooksAt } from './r5-change-that-nobody-looks-at.ts';
import { conditionThatNeverChanges } from './r6-condition-that-never-changes.ts';
import { valueThatIsNeverThere } from './r7-value-that-is-never-there.ts';
import { nobodyHasReadIt } from './r8-nobody-has-read-it.ts';
import { givesWhatIsNotTaken } from './r9-gives-what-is-not-taken.ts';
import { runsItself } from './r10-runs-itself.ts';
import { addressWrittenIn } from './r11-address-written-into-a-runbook.ts';
import { meanHidesIt } from './r12-mean-hides-it.ts';
import { saidTwice } from './r13-said-twice.ts';

export const RULES: readonly Rule[] = [
  openToEverybody,
  fixedRevision,
  wantsATerminal,
  secretsCarriedAway,
  destroysWithoutABackup,
  fixedReplicas,
  deletesAWorkload,
  idleSince,
  quantileOfBuckets,
  rateOfAGauge,
  errorsAreNoShare,
  neverEnds,
  placeholder,
  pipelineThatHidesAFailure,
  movingTag,
  renamedColumns,
  slowerThanItsSeverity,
  escalatedTooLate,
  noWayUp,
  tlsOff,
  rollbackWithoutMigrations,
  evicts,
  looksAndDeletes,
  lastHourOfAllTime,
  findsItself,
  renewsNothing,
  mojibake,
  nobodyKnowsIt,
  staleAccept,
  drasticAdvice,
  secretWrittenOut,
  unusedInput,
  changeThatNobodyLooksAt,
  conditionThatNeverChanges,
  valueThatIsNeverThere,
  nobodyHasReadIt,
  givesWhatIsNotTaken,
  runsItself,
  addressWrittenIn,
  meanHidesIt,
  saidTwice,
];

export const RULE_IDS: readonly string[] = RULES.map((rule) => rule.id);

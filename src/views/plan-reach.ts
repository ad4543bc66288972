/** How far a change reaches, in one line of a card: from the facts of the plan, so that it is what was approved. */
import type { Plan } from '../domain/runbook/model.ts';
import { formatDuration } from '../lib/duration.ts';
import { bold, joined, say, type Text } from '../lib/text.ts';

const MINUTE = 60_000;

const ago = (minutes: number): string => (minutes < 1 ? 'less than a minute' : formatDuration(minutes * MINUTE));

export function planReach({ radius }: Plan): readonly Text[] {
  if (!radius) return [];
  const { replicas, replicasAfter, share, autoscaler, disruptionBudget, rollingOut, deployMinutes, offHours } = radius;
  const { otherRuns, lastRun } = radius;
  const parts: Text[] = [];
  if (share !== undefined)
    parts.push(say`${Math.round(share * 100)} % of ${replicas ?? '?'} pods are ended or replaced`);
  if (replicasAfter !== undefined && replicasAfter !== replicas) parts.push(say`${replicasAfter} replicas after`);
  if (autoscaler === null || disruptionBudget === null) parts.push(say`what else acts on it may not be looked at`);
  if (autoscaler) parts.push(say`an autoscaler acts on it`);
  if (disruptionBudget) parts.push(say`it has a disruption budget`);
  if (rollingOut) parts.push(say`a rollout is under way`);
  if (deployMinutes === null) parts.push(say`when it was rolled out is not known`);
  else if (deployMinutes !== undefined) parts.push(say`rolled out ${ago(deployMinutes)} before`);
  if (lastRun) {
    const { run, name, minutes, unknown } = lastRun;
    const did = unknown ? 'may have changed it' : 'changed it';
    parts.push(say`run ${run} (${name}) ${did} ${ago(minutes)} before`);
  }
  if (otherRuns !== undefined && otherRuns > 1) parts.push(say`${otherRuns} other runs within a day`);
  if (offHours) parts.push(say`off hours`);
  return parts.length === 0 ? [] : [say`${bold('Reaches')} ${joined(parts, ' · ')}`];
}

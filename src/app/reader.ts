/** The Slack edge's questions, answered from PostgreSQL. */
import type { Pool } from '../db/pool.ts';
import { allTasks } from '../domain/cadence/store.ts';
import { incidentByCard, incidentByChannel, incidentById, openIncidents } from '../domain/incident/store.ts';
import { newestRuns, openRuns, runByApproval, runByCard, runById, runsOfIncident } from '../domain/runbook/store.ts';
import { newestEntries } from '../engine/timeline-store.ts';
import type { Reader } from '../inbound/slack/deps.ts';

export const createReader = (pool: Pool): Reader => ({
  incidentByChannel: (channel) => incidentByChannel(pool, channel),
  incidentByCard: (channel, ts) => incidentByCard(pool, channel, ts),
  incident: (id) => incidentById(pool, id),
  openIncidents: () => openIncidents(pool),
  timeline: (ref, limit) => newestEntries(pool, ref, limit),
  run: (id) => runById(pool, id),
  runByCard: (channel, ts) => runByCard(pool, channel, ts),
  runsOfIncident: (id) => runsOfIncident(pool, id),
  openRuns: () => openRuns(pool),
  tasks: () => allTasks(pool),
  newestRuns: (about) => newestRuns(pool, about),
  runByApproval: (approval) => runByApproval(pool, approval),
});

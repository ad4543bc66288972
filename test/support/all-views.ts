/** Every message and form there is, with one string in every place that strings from outside can reach. */
import type { Finding } from '../../src/domain/check/model.ts';
import { RULES } from '../../src/domain/check/rules/index.ts';
import type { Message } from '../../src/ports/chat.ts';
import { answerView, problemView } from '../../src/views/answer-view.ts';
import { approvalCard } from '../../src/views/approval-card.ts';
import { declareModal } from '../../src/views/declare-modal.ts';
import { glassModal } from '../../src/views/glass-modal.ts';
import { headlineCard } from '../../src/views/headline-card.ts';
import { helpView } from '../../src/views/help-view.ts';
import { lintView } from '../../src/views/lint-view.ts';
import { listView, pickView } from '../../src/views/list-view.ts';
import type { ModalView } from '../../src/views/modal.ts';
import { pageDm } from '../../src/views/page-dm.ts';
import { resolveModal } from '../../src/views/resolve-modal.ts';
import { runCard } from '../../src/views/run-card.ts';
import { runModal } from '../../src/views/run-modal.ts';
import { timelineView } from '../../src/views/timeline-view.ts';
import { brokenView, notRecordedView, stillWorkingView } from '../../src/views/trouble-view.ts';
import { updateMessage } from '../../src/views/update-message.ts';
import { updateModal } from '../../src/views/update-modal.ts';
import { approval, catalog, incident, look, NOW, page, phones, plan, run, runbook } from './sample-world.ts';

const people = catalog.people;

function hazard(h: string): Finding {
  const [rule] = RULES;
  if (!rule) throw new Error('there are no rules');
  return { rule: { ...rule, title: h, remedy: h }, file: h, line: 3, column: 5, what: h };
}

function incidents(h: string) {
  const words = { title: h, description: h, impact: h, customers: h, serviceTitle: h, summary: h };
  const full = incident({
    ...words,
    pages: {
      'oncall:architect': page({ reason: h, dedupKey: h }),
      'role:manager': page({ target: 'role:manager', status: 'failed', failure: h, reason: h, people: [h] }),
    },
    lastUpdate: { text: h, by: h, at: NOW, eta: h },
    nextUpdateAt: NOW,
    outage: { at: NOW },
    customersNotifiedAt: NOW,
    runs: [{ run: 17, runbook: h, name: h, status: h }],
    runbooks: [{ id: 'a/b', name: h }],
    responders: ['U0ALICE', h],
  });
  const resolved = {
    ...full,
    status: 'resolved',
    resolvedAt: NOW + 60_000,
    resolvedBy: h,
    firstAckAt: NOW + 5_000,
  } as const;
  return { full, resolved };
}

function runWith(h: string) {
  const base = run();
  return run({
    runbook: { ...base.runbook, name: h },
    failure: h,
    lock: h,
    steps: {
      '1.1': {
        status: 'failed',
        attempt: 1,
        startedAt: NOW,
        endedAt: NOW + 10,
        lines: Array.from({ length: 12 }, () => h),
        failure: h,
      },
      '2': { status: 'asking', attempt: 1, lines: [h, h] },
    },
  });
}

export function messages(h: string): Record<string, Message> {
  const { full, resolved } = incidents(h);
  const facts = {
    summary: h,
    changes: [{ what: h, from: h, to: h }],
    notes: [h],
    undo: { kind: 'x', params: {}, summary: h },
  };
  return {
    headline: headlineCard(full, look),
    resolved: headlineCard(resolved, look),
    list: listView([full, full], people),
    lint: lintView([hazard(h), { ...hazard(h), accepted: h }], { about: h, prefix: h }),
    pick: pickView([full, full], people, () => h),
    pageDm: pageDm(full, page({ reason: h, dedupKey: h }), people),
    update: updateMessage(full, { heading: h, body: h, by: h, at: NOW, nextAt: NOW }, people),
    run: runCard(runWith(h), people),
    approval: approvalCard(run(), approval({}, facts), people),
    rejected: approvalCard(run(), approval({ status: 'rejected', rejectedBy: h }, facts), people),
    alone: approvalCard(
      run(),
      approval(
        { status: 'used', glass: { by: h, at: NOW, reason: h, requester: true, reviewBy: NOW, reminded: 0 } },
        facts,
      ),
      people,
    ),
    timeline: timelineView(
      [
        { seq: 1, at: NOW, actor: h, type: h || 'x', data: { a: h, b: 1, c: { d: h } } },
        { seq: 2, at: NOW, actor: 'timer', type: 'x', data: {} },
      ],
      { title: h, people, describe: (e) => (e.seq === 2 ? [h] : undefined) },
    ),
    answer: answerView({
      code: 'x',
      text: [h, { code: h }, { bold: h }],
      offers: [{ action: 'incident.join', value: '42', label: h }],
    }),
    problem: problemView([h]),
    help: helpView({ command: '/incident', aliases: [], summary: h, verbs: [] }),
    notRecorded: notRecordedView(h, phones),
    broken: brokenView(h, phones),
    late: stillWorkingView(h, [{ name: h, phone: h }]),
  };
}

export function forms(h: string): Record<string, ModalView> {
  const { full } = incidents(h);
  const card = { channel: 'C0ROOM', ts: '1.1' };
  return {
    glass: glassModal({ ...plan(), summary: h }, { approval: '17.a1b2c3d4e5f60718', card, phrase: h }),
    declare: declareModal(
      catalog,
      { title: h, impact: h, customers: h, severity: h, service: h },
      { channel: 'C0ROOM' },
    ),
    update: updateModal(full, { text: h, eta: h, next: h }, 'C0ROOM'),
    resolve: resolveModal(full, h, 'C0ROOM'),
    run: runModal(
      { ...runbook, name: h, inputs: [{ name: 'a', type: 'string', description: h, pattern: h, default: h }] },
      { incident: 42, channel: 'C0ROOM', given: { a: h } },
    ),
  };
}

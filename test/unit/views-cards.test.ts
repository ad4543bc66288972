/** What a person reads on each card at 03:00. */

import type { Message } from '../../src/ports/chat.ts';
import { ACTIONS, actionOf, nth, readOptionId, readPick, runOfApproval } from '../../src/views/actions.ts';
import { answerView } from '../../src/views/answer-view.ts';
import { approvalCard } from '../../src/views/approval-card.ts';
import { headlineCard } from '../../src/views/headline-card.ts';
import { listView, pickView } from '../../src/views/list-view.ts';
import { pageDm } from '../../src/views/page-dm.ts';
import { runCard } from '../../src/views/run-card.ts';
import { timelineView } from '../../src/views/timeline-view.ts';
import { notRecordedView } from '../../src/views/trouble-view.ts';
import { elementsOf, words } from '../support/read-view.ts';
import { approval, catalog, incident, look, NOW, page, phones, plan, run } from '../support/sample-world.ts';

const people = catalog.people;
const actionIds = (m: Message) => elementsOf(m).map((e) => e.action_id);
const find = (m: Message, action: string) => elementsOf(m).find((e) => e.action_id === action);

describe('the headline card', () => {
  it('says what, who has it, who comes next, who was paged', () => {
    const text = words(headlineCard(incident(), look));
    expect(text).toContain('🔴 INC-42 · P1 · API down');
    expect(text).toContain('Impact nobody can log in');
    expect(text).toContain('Owner nobody has acknowledged yet');
    expect(text).toMatch(/Next level 2 \(manager\) at .*03:05 UTC.*, if nobody acknowledges/);
    expect(text).toMatch(/📨 sent.*L1 on call for architect \(<U0ALICE>\) · tocsin:42:g1:oncall:architect/);
    expect(text).not.toContain('NOT PAGED');
  });

  it('has the buttons in two rows, with opaque values', () => {
    const m = headlineCard(incident(), look);
    expect(actionIds(m)).toEqual([
      ACTIONS.ack,
      ACTIONS.update,
      ACTIONS.runbook,
      ACTIONS.escalate,
      ACTIONS.resolve,
      ACTIONS.severity,
      ACTIONS.state,
      ACTIONS.timeline,
    ]);
    expect(find(m, ACTIONS.ack)).toMatchObject({ value: '42', style: 'primary', text: { text: 'Ack (20m)' } });
    expect(JSON.stringify(find(m, ACTIONS.escalate))).toMatch(/"42:2".*"42:3".*paged at once/);
  });

  it('names the owner once somebody acknowledged', () => {
    const acked = incident({
      ack: { by: 'U0BOB', at: NOW, until: NOW + 60_000 },
      levels: [{ level: 2, status: 'pending' }],
    });
    const text = words(headlineCard(acked, look));
    expect(text).toContain('Owner <U0BOB>, until');
    expect(text).toContain('Next nobody else is called while this is acknowledged');
  });

  it.each(['failed', 'unreached'] as const)('warns with the phone list when a page is %s', (status) => {
    const missed = page({ target: 'role:director', people: ['bob'], status, failure: 'PagerDuty refused the key' });
    const text = words(headlineCard(incident({ pages: { x: missed } }), look));
    expect(text).toMatch(/NOT PAGED: director — PagerDuty refused the key/);
    expect(text.indexOf('+420 333 444')).toBeLessThan(text.indexOf('+420 111 222'));
    expect(text.indexOf('+420 333 444')).toBeGreaterThan(0);
  });

  it('forgets the pages of an earlier generation', () => {
    const old = page({ status: 'failed' });
    expect(words(headlineCard(incident({ generation: 2, pages: { x: old } }), look))).not.toContain('NOT PAGED');
  });

  it('shouts an outage', () => {
    expect(words(headlineCard(incident({ outage: { at: NOW } }), look))).toContain('📣 OUTAGE DECLARED');
  });

  it('becomes the resolved card with times and a way back', () => {
    const over = incident({
      status: 'resolved',
      resolvedAt: NOW + 3_600_000,
      resolvedBy: 'U0BOB',
      firstAckAt: NOW + 90_000,
      summary: 'rolled back',
    });
    const m = headlineCard(over, look);
    expect(words(m)).toContain('Duration 1h · Time to ack 1m 30s (within target) · target 5m');
    expect(words(m)).toContain('Summary rolled back');
    expect(actionIds(m)).toEqual([ACTIONS.timeline, ACTIONS.reopen]);
    expect(JSON.stringify(find(m, ACTIONS.reopen))).toContain('pages people now');
  });
});

describe('the approval card', () => {
  it('shows exactly what would change, who asked, how many agreed, until when', () => {
    const m = approvalCard(run(), approval({ by: [{ person: 'bob', at: NOW }] }), people);
    const text = words(m);
    expect(text).toContain('Scale deployment architect-production/architect-api from 10 to 15');
    expect(text).toContain('replicas: 10 → 15');
    expect(text).toContain('⚠️ The autoscaler allows at most 12');
    expect(text).toContain('Can be undone: Scale back to 10');
    expect(text).toMatch(/Waits for approval 1\/2 \(<U0BOB>\)/);
    expect(text).toMatch(/Asked by <U0ALICE> · May approve sre: 2 needed, the requester does not count/);
    expect(text).toMatch(/plan `a1b2c3d4` · asked .* · lapses /);
    expect(elementsOf(m).map((e) => [e.action_id, e.value])).toEqual([
      [ACTIONS.approve, '17.a1b2c3d4e5f60718'],
      [ACTIONS.reject, '17.a1b2c3d4e5f60718'],
    ]);
  });

  it.each(['approved', 'rejected', 'expired', 'void', 'used'] as const)('has no buttons once %s', (status) => {
    const m = approvalCard(run(), approval({ status, by: [{ person: 'bob', at: NOW }] }), people);
    expect(elementsOf(m)).toEqual([]);
    expect(words(m)).toContain('a1b2c3d4');
  });

  it('offers a fresh plan once it has lapsed', () => {
    const lapsed = approval({ status: 'expired' });
    const waiting = run({ steps: { '2.options.Scale up.1': { status: 'approving', attempt: 1, approval: lapsed } } });
    expect(elementsOf(approvalCard(waiting, lapsed, people))).toMatchObject([
      { action_id: ACTIONS.replan, value: '17:2.options.Scale up.1' },
    ]);
  });

  it('shows the stored bytes, not what the run would say today', () => {
    const stored = approval({ plan: JSON.stringify(plan({ summary: 'Scale to 99' })) });
    expect(words(approvalCard(run(), stored, people))).toContain('Scale to 99');
    expect(() => approvalCard(run(), approval({ plan: '[]' }), people)).toThrow(/not a plan/);
  });
});

describe('the run card', () => {
  it('shows steps, durations, output, facts and one button per option', () => {
    const m = runCard(run(), people);
    const text = words(m);
    expect(text).toMatch(/✓ What is running\n\s+✓ Pods · 1.5s\n⏸ How should we recover\? · waits for a choice/);
    expect(text).toContain('7 of 10 pods are not ready');
    expect(text).toContain('• last deploy 12 minutes ago');
    expect(elementsOf(m).map((e) => [e.action_id, e.value])).toEqual([
      [nth(ACTIONS.choice, 0), '17:0:2'],
      [nth(ACTIONS.choice, 1), '17:1:2'],
      [ACTIONS.pause, '17'],
      [ACTIONS.logs, '17'],
      [ACTIONS.abort, '17'],
    ]);
  });

  it('offers undo at the end, and asks about what nobody can know', () => {
    const scale = '2.options.Scale up.1';
    const choice = { status: 'done', attempt: 1, choice: { label: 'Scale up', by: 'U0BOB' } } as const;
    const undo = { kind: 'kubernetes.scale', params: {}, summary: 'Scale back to 10' };
    const over = runCard(
      run({ status: 'done', endedAt: NOW, steps: { '2': choice, [scale]: { status: 'done', attempt: 1, undo } } }),
      people,
    );
    expect(elementsOf(over)).toMatchObject([
      { value: `17:${scale}`, text: { text: 'Undo: Scale back to 10' } },
      { action_id: ACTIONS.logs, value: '17' },
    ]);
    const odd = runCard(run({ steps: { '2': choice, [scale]: { status: 'unknown', attempt: 1 } } }), people);
    expect(elementsOf(odd).map((e) => String(e.action_id).split('#')[0])).toEqual([
      ACTIONS.happened,
      ACTIONS.notHappened,
      ACTIONS.pause,
      ACTIONS.logs,
      ACTIONS.abort,
    ]);
    expect(words(odd)).toContain('→ Scale up by <U0BOB>');
  });
});

it('a page says why you, the level, the key, and offers one button', () => {
  const m = pageDm(incident(), page(), people);
  expect(words(m)).toMatch(/Why you on call for architect: declared p1\nLevel 1 of policy critical/);
  expect(words(m)).toContain('PagerDuty key tocsin:42:g1:oncall:architect');
  expect(elementsOf(m)[0]).toMatchObject({ action_id: ACTIONS.ack, value: '42' });
  expect(elementsOf(pageDm(incident({ status: 'resolved' }), page(), people))).toEqual([]);
});

it('the timeline shows what is described, and anything else by name and values', () => {
  const entries = [
    { seq: 1, at: NOW, actor: 'slack:U0ALICE', type: 'incident.declared', data: {} },
    { seq: 2, at: NOW, actor: 'timer', type: 'moon.rose', data: { phase: 'full', nested: { x: 1 } } },
    { seq: 3, at: NOW, actor: 'worker', type: 'odd', data: {} },
  ];
  const text = words(
    timelineView(entries, {
      title: 'INC-42',
      people,
      total: 43,
      describe(e) {
        if (e.seq === 3) throw new Error('an old event');
        return e.seq === 1 ? ['declared by hand'] : undefined;
      },
    }),
  );
  expect(text).toContain('… 40 earlier entries');
  expect(text).toMatch(/#1 declared by hand/);
  expect(text).toMatch(/#2 moon rose: phase full \(the clock\)/);
  expect(text).toMatch(/#3 odd \(Tocsin\)/);
});

it('lists the worst first, and asks which one with lines to type', () => {
  const small = incident({ id: 7, severityRank: 3, severityLabel: 'P3', title: 'slow' });
  const text = words(listView([small, incident()], people));
  expect(text.indexOf('INC-42')).toBeLessThan(text.indexOf('INC-7'));
  expect(words(listView([], people))).toContain('No incident is open');
  expect(words(pickView([small], people, (id) => `/incident ack INC-${id}`))).toContain('/incident ack INC-7');
});

it('failure is never silent and never claims success', () => {
  const text = words(notRecordedView('/incident declare p1 x', phones));
  expect(text).toMatch(/Not recorded:.*declare p1 x/);
  expect(text).toContain('+420 111 222');
  expect(words(notRecordedView('x', []))).toContain('call whoever you can reach');
});

it('an answer has buttons only for actions that are listened to', () => {
  const offers = [
    { action: 'incident.join', value: '42', label: 'Join INC-42' },
    { action: 'format.disk', value: '42', label: 'No' },
  ];
  expect(elementsOf(answerView({ code: 'refused.duplicate', text: ['x'], offers }))).toMatchObject([{ value: '42' }]);
});

describe('values of buttons', () => {
  it.each([
    ['', undefined],
    ['42', undefined],
    ['42:p1', { id: 42, choice: 'p1' }],
    ['x:p1', undefined],
    ['0:p1', undefined],
    ['1e3:p1', undefined],
  ])('pick %s', (value, expected) => expect(readPick(value)).toEqual(expected));
  it.each([
    ['17:1:2.options.A: b.1', { run: 17, option: 1, step: '2.options.A: b.1' }],
    ['17:x:2', undefined],
    ['17:1:', undefined],
  ])('option %s', (value, expected) => expect(readOptionId(value)).toEqual(expected));
  it.each([
    ['17.a1b2c3d4e5f60718', 17],
    ['17.A1B2C3D4E5F60718', undefined],
    ['17.a1b2', undefined],
    ['x', undefined],
    [undefined, undefined],
  ])('approval %s', (value, expected) => expect(runOfApproval(value)).toBe(expected));
  it('knows its own actions only', () => {
    expect(actionOf('incident.ack#3')).toBe(ACTIONS.ack);
    expect(actionOf('incident.nothing')).toBeUndefined();
  });
});

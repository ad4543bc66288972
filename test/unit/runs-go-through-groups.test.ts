/** Groups and lists: what is done when something fails, what is done in any case, and the same steps for each item. */
import { loadRunbook } from '../../src/domain/runbook/load.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';
import { plain } from '../../src/lib/text.ts';
import type { FileIssue } from '../../src/lib/yaml/source.ts';
import { placed, stepLine } from '../../src/views/run-steps.ts';
import { Play, runbookOf, sha256 } from './run-play.ts';

const query = (name: string, more = '') => `- prometheus.query: up\n  name: ${name}\n${more}`;
const indent = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));
const under = (key: string, ...steps: string[]) => `${key}:\n${indent(steps.join(''), 2)}`;
const status = (play: Play) => Object.fromEntries(Object.entries(play.state.steps).map(([p, s]) => [p, s.status]));
const good = { output: { value: 1 } };
const bad = { failure: 'no answer', final: true };

const GROUP = [
  under('- steps', query('Stop'), query('Restore')),
  indent(under('onFailure', query('Tell')), 2),
  indent(under('always', query('Start')), 2),
  query('After'),
].join('');

test('what is done in any case is done after success, and what follows a failure is not', () => {
  const play = Play.started(runbookOf(GROUP));
  play.settle('1.steps.1', good);
  play.settle('1.steps.2', good);
  expect(status(play)).toMatchObject({ '1.always.1': 'running' });
  expect(status(play)).not.toHaveProperty(['1.onFailure.1']);
  play.settle('1.always.1', good);
  expect(status(play)).toMatchObject({ 1: 'done', 2: 'running' });
  play.settle('2', good);
  expect(play.state.status).toBe('done');
});

test('after a failure: first what follows it, then what is done in any case, and the failure stays', () => {
  const play = Play.started(runbookOf(GROUP));
  play.settle('1.steps.1', bad);
  expect(status(play)).toEqual({ 1: 'running', '1.steps.1': 'failed', '1.onFailure.1': 'running' });
  play.settle('1.onFailure.1', bad);
  expect(status(play)).toMatchObject({ '1.onFailure.1': 'failed', '1.always.1': 'running' });
  play.settle('1.always.1', good);
  expect(play.state).toMatchObject({ status: 'failed', failure: 'Stop: no answer' });
  expect(status(play)).not.toHaveProperty(['2']);
  expect(play.refold()).toEqual(play.state);
});

test('when only the last steps fail, the group has failed', () => {
  const play = Play.started(runbookOf(GROUP));
  play.settle('1.steps.1', good);
  play.settle('1.steps.2', good);
  play.settle('1.always.1', bad);
  expect(play.state).toMatchObject({ status: 'failed', failure: 'Start: no answer' });
});

test('somebody who stops the run stops the last steps, too', () => {
  const play = Play.started(runbookOf(GROUP));
  play.feed('run.abort', { reason: 'wrong service', person: 'mona', groups: ['leads'] });
  expect(play.state.status).toBe('aborted');
  expect(status(play)).toEqual({ 1: 'aborted', '1.steps.1': 'aborted' });
});

test('a step may fail and the run goes on', () => {
  const play = Play.started(runbookOf(`${query('Look', '  onFailure: continue\n')}${query('After')}`));
  play.settle('1', bad);
  expect(status(play)).toEqual({ 1: 'failed', 2: 'running' });
  play.settle('2', good);
  expect(play.state.status).toBe('done');
});

test('a whole runbook can say what to do on a failure; its steps keep their numbers', () => {
  const head = `${under('onFailure', query('Tell'))}${under('always', query('Clean up'))}`;
  const play = Play.started(runbookOf(query('Look'), head));
  expect(status(play)).toMatchObject({ 1: 'running' });
  play.settle('1', bad);
  play.settle('onFailure.1', good);
  play.settle('always.1', good);
  expect(play.state).toMatchObject({ status: 'failed', failure: 'Look: no answer' });
  const lines = placed(play.state.runbook, play.state.steps).map((p) => plain(stepLine(p, play.state.steps, [])));
  expect(lines.map((l) => l.replace(/ · .*/, ''))).toEqual(['✗ Look', '✓ Tell', '✓ Clean up']);
});

describe('forEach', () => {
  const EACH = [
    '- forEach: [backend, frontend]\n  as: part\n',
    indent(
      under(
        'steps',
        `- prometheus.query: 'up{job="\${{ part }}"}'\n  id: up\n`,
        query('Check', '  if: steps.up.value > 0\n'),
      ),
      2,
    ),
    query('After'),
  ].join('');

  test('the same steps for each item, one after the other, each seeing its own', () => {
    const play = Play.started(runbookOf(EACH));
    const asked = () => (play.work('step.read').payload as { params: { query: string } }).params.query;
    expect(asked()).toBe('up{job="backend"}');
    play.settle('1.1.1', { output: { value: 1 } });
    play.settle('1.1.2', good);
    expect(asked()).toBe('up{job="frontend"}');
    play.settle('1.2.1', { output: { value: 0 } });
    // The second item's own answer decides, not the first one's.
    expect(status(play)).toMatchObject({ '1.1.2': 'done', '1.2.2': 'skipped', 1: 'done', 2: 'running' });
    expect(play.refold()).toEqual(play.state);
    const lines = placed(play.state.runbook, play.state.steps).map((p) => plain(stepLine(p, play.state.steps, [])));
    expect(lines[3]).toContain('frontend · prometheus.query');
  });

  test('a failure of one item ends the list', () => {
    const play = Play.started(runbookOf(EACH));
    play.settle('1.1.1', bad);
    expect(play.state).toMatchObject({ status: 'failed' });
    expect(play.state.failure).toMatch(/no answer$/);
    expect(status(play)).not.toHaveProperty(['1.2.1']);
  });

  test('over what an earlier step found; none is no failure', () => {
    const steps = (value: string) =>
      `- prometheus.query: up\n  id: up\n- forEach: "\${{ ${value} }}"\n${indent(under('steps', query('One', '')), 2)}`;
    const all = Play.started(runbookOf(steps('steps.up.series.map(s, s.value)')));
    all.settle('1', { output: { value: 1, series: [{ value: 1 }, { value: 2 }] } });
    expect(status(all)).toMatchObject({ '2.1.1': 'running' });
    const none = Play.started(runbookOf(steps('steps.up.series')));
    none.settle('1', { output: { value: 1, series: [] } });
    expect(none.state.status).toBe('done');
    const wrong = Play.started(runbookOf(steps('steps.up.value')));
    wrong.settle('1', { output: { value: 1 } });
    expect(wrong.state.failure).toBe('For each: forEach: this is not a list');
    const many = Play.started(runbookOf(steps('steps.up.series')));
    many.settle('1', { output: { value: 1, series: Array.from({ length: 51 }, () => 1) } });
    expect(many.state.failure).toBe('For each: forEach: 51 items are more than 50');
  });

  test('lists in lists and choices in lists keep apart', () => {
    const inner = `- forEach: [x, y]\n  as: inner\n${indent(under('steps', query('One')), 2)}`;
    const play = Play.started(runbookOf(`- forEach: [a, b]\n  as: outer\n${indent(under('steps', inner), 2)}`));
    for (const path of ['1.1.1.1.1', '1.1.1.2.1', '1.2.1.1.1', '1.2.1.2.1']) {
      expect(status(play)).toMatchObject({ [path]: 'running' });
      play.settle(path, good);
    }
    expect(play.state.status).toBe('done');
  });
});

describe('what is wrong is told when it is read', () => {
  const problems = (steps: string): string[] => {
    const issues: FileIssue[] = [];
    const context = {
      ...{ service: 'architect', serviceKeys: [], severities: new Map<string, string>(), groups: [] },
      ...{ kinds: stepKinds, sha256 },
    };
    loadRunbook('architect/test.yaml', `name: Test\nsteps:\n${steps}`, context, issues);
    return issues.map((i) => `${i.line}: ${i.message} → ${i.instead}`);
  };

  test.each([
    [query('A', '  onFailure: [x]\n'), /a single step can only continue/],
    [`- forEach: pods\n${indent(under('steps', query('A')), 2)}`, /forEach wants a list/],
    [`- forEach: [1]\n  as: steps\n${indent(under('steps', query('A')), 2)}`, /steps is taken/],
    [
      `- forEach: [1]\n${indent(under('always', query('A')), 2)}${indent(under('steps', query('A')), 2)}`,
      /always does not stand beside forEach/,
    ],
    [query('A', '  always: []\n'), /always belongs to steps, not to prometheus.query/],
    [`- prometheus.query: "\${{ item }}"\n`, /there is no item here/],
    [
      `- forEach: [1]\n${indent(under('steps', '- prometheus.query: up\n  id: up\n'), 2)}- prometheus.query: up\n  if: steps.up.value > 0\n`,
      /up runs only for each item/,
    ],
    [`- parallel:\n${indent(under('- steps', query('A')), 4)}`, /steps cannot stand inside parallel/],
  ])('%j', (steps, message) => {
    expect(problems(steps).join('\n')).toMatch(message);
  });
});

describe('looking more than once', () => {
  const again = (play: Play, ms: number) => {
    play.now += ms;
    play.feed('step.look', play.timer('step.look').data as { step: string; attempt: number });
  };

  test('watch: what is expected must hold all the while', () => {
    const WATCH = '- prometheus.query: up\n  expect: value < 1\n  watch: { for: 1m, every: 30s }\n';
    const play = Play.started(runbookOf(WATCH));
    for (const _ of [1, 2]) {
      play.settle('1', { output: { value: 0 } });
      expect(status(play)).toEqual({ 1: 'watching' });
      again(play, 30_000);
    }
    play.settle('1', { output: { value: 0 } });
    expect(play.state.status).toBe('done');
    const broken = Play.started(runbookOf(WATCH));
    broken.settle('1', { output: { value: 0 } });
    again(broken, 30_000);
    broken.settle('1', { output: { value: 5 } });
    expect(broken.state.failure).toMatch(/held for 30s of 1m: expected `value < 1`, but value is 5/);
  });

  test('retry: so many more looks, and no more', () => {
    const play = Play.started(runbookOf(query('Look', '  retry: { times: 2, every: 10s }\n')));
    for (const _ of [1, 2]) {
      play.settle('1', { failure: 'no answer' });
      again(play, 10_000);
    }
    play.settle('1', { failure: 'no answer' });
    expect(play.state.failure).toMatch(/no answer/);
    const better = Play.started(runbookOf(query('Look', '  retry: {}\n')));
    better.settle('1', { failure: 'no answer' });
    again(better, 10_000);
    better.settle('1', good);
    expect(better.state.status).toBe('done');
  });
});

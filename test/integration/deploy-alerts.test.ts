/** The alerts for Tocsin itself ask only for what /metrics has, are quiet while all is well, and go off when they should. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { createMetrics } from '../../src/app/metrics.ts';
import { CHART, render, VALUES } from '../support/chart.ts';
import { findHelm, need, program } from '../support/test-tools.ts';

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

const promtool = need(program('promtool', '--version'), 'No promtool: the alerts are not tried (Debian: prometheus).');
const helm = need(findHelm(), 'No helm: the alerts are tried as they are in the file, not as the chart makes them.');
const file = readFileSync(join(CHART, 'files/alerts.yaml'), 'utf8');
const namespace = helm ? ',namespace="ops"' : '';
/** As the operator's Prometheus gets them. */
const rules = helm
  ? (render(helm, VALUES['everything on']).find(({ kind }) => kind === 'PrometheusRule')?.spec as Rules)
  : (parse(file) as Rules);
const alerts = rules.groups.flatMap((g) => g.rules);

const at = (role: string) => `job="tocsin"${namespace},role="${role}"`;
const well: Readonly<Record<string, string>> = {
  [`up{${at('bot')},pod="b1"}`]: '1x60',
  [`up{${at('worker')},pod="w1"}`]: '1x60',
  [`tocsin_lag_seconds{${at('bot')}}`]: '0x60',
  [`tocsin_lag_seconds{${at('worker')}}`]: '0x10 25x5 0x45',
  [`tocsin_effects_total{${at('worker')},kind="page.trigger",status="done"}`]: '0+1x60',
  [`tocsin_effects_total{${at('worker')},kind="page.trigger",status="ready"}`]: '0+1x60',
  [`tocsin_effects_total{${at('worker')},kind="chat.line",status="dead"}`]: '0x10 1x50',
  [`tocsin_inputs_total{${at('bot')},type="incident.declare",source="slack",outcome="ok"}`]: '0+1x60',
  [`tocsin_inputs_total{${at('bot')},type="incident.ack",source="slack",outcome="refused"}`]: '0+1x60',
  [`tocsin_trouble_total{${at('worker')},what="trouble"}`]: '0x10 3x50',
  [`tocsin_trouble_total{${at('worker')},what="bug"}`]: '0x60',
  [`tocsin_taken_over_total{${at('worker')}}`]: '0x10 2x50',
  [`tocsin_call_seconds_count{${at('worker')},vendor="pagerduty",outcome="done"}`]: '0+5x60',
  [`tocsin_call_seconds_count{${at('worker')},vendor="pagerduty",outcome="retry"}`]: '0x10 1x50',
  [`tocsin_call_seconds_count{${at('worker')},vendor="slack",outcome="done"}`]: '0+9x60',
  [`tocsin_call_seconds_count{${at('worker')},vendor="slack",outcome="retry"}`]: '0+2x60',
};

/** What is different from a quiet hour, minute by minute, and which alert tells by the 30th. */
const bad: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  TocsinNoWorker: { [`up{${at('worker')},pod="w1"}`]: '1x25 0x35' },
  TocsinNoBot: { [`up{${at('bot')},pod="b1"}`]: '1x25 stale' },
  TocsinWorkWaits: { [`tocsin_lag_seconds{${at('worker')}}`]: '0x25 31+60x35' },
  // Born at 1: there was no zero before it.
  TocsinPageFailed: {
    [`tocsin_effects_total{${at('worker')},kind="page.trigger",status="dead"}`]: '_x25 1x35',
  },
  TocsinPagerDutyFails: {
    [`tocsin_call_seconds_count{${at('worker')},vendor="pagerduty",outcome="unknown"}`]: '0x25 0+2x35',
  },
  TocsinCommandsFail: {
    [`tocsin_inputs_total{${at('bot')},type="incident.declare",source="slack",outcome="failed"}`]: '_x28 1x32',
  },
  TocsinInTrouble: { [`tocsin_trouble_total{${at('worker')},what="trouble"}`]: '0x20 0+20x40' },
  TocsinBug: { [`tocsin_trouble_total{${at('worker')},what="bug"}`]: '0x25 1x35' },
  TocsinWorkersDie: { [`tocsin_taken_over_total{${at('worker')}}`]: '0x10 0+1x50' },
  TocsinVendorFails: { [`tocsin_call_seconds_count{${at('worker')},vendor="slack",outcome="retry"}`]: '0x10 0+20x50' },
};

function promtoolSays(args: readonly string[], files: Readonly<Record<string, object>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'alerts-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), stringify(content));
    const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: dir, encoding: 'utf8' });
    return status === 0 ? '' : stdout + stderr;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** An empty string when exactly this is told after 30 minutes. */
function told(series: Readonly<Record<string, string>>, alert: string, fires: boolean): string {
  const test = {
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alert}",alertstate="firing"}) > bool 0 or vector(0)`,
        eval_time: '30m',
        exp_samples: [{ labels: '{}', value: fires ? 1 : 0 }],
      },
    ],
  };
  const files = { 'rules.yaml': rules, 'test.yaml': { rule_files: ['rules.yaml'], tests: [test] } };
  return promtoolSays(['test', 'rules', 'test.yaml'], files);
}

it('every metric they ask for is one that /metrics has', async () => {
  const text = await createMetrics().text();
  const asked = alerts.flatMap(({ expr }) => expr.match(/\b(?:tocsin_\w+|up)\b/g) ?? []);
  const known = (name: string) =>
    name === 'up' || new RegExp(`^# TYPE ${name.replace(/_count$/, '')} (counter|gauge|histogram)$`, 'm').test(text);
  expect(new Set(asked).size).toBeGreaterThan(5);
  expect(asked.filter((name) => !known(name))).toEqual([]);
  expect(known('tocsin_lags_seconds')).toBe(false);
});

it('there is a story for every one of them, and a line that says what to do', () => {
  const names = alerts.map(({ alert }) => alert);
  expect(Object.keys(bad)).toEqual(names);
  const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  expect([...operations.matchAll(/^\| (Tocsin\w+) \|/gm)].map((m) => m[1])).toEqual(names);
});

(promtool ? describe : describe.skip)('promtool', () => {
  it('finds nothing wrong with them', () => {
    expect(promtoolSays(['check', 'rules', 'rules.yaml'], { 'rules.yaml': rules })).toBe('');
    expect(promtoolSays(['check', 'rules', 'rules.yaml'], { 'rules.yaml': parse(file) })).toBe('');
  });

  it.each(Object.entries(bad))('%s goes off when it should, and not while all is well', (alert, different) => {
    expect(told({ ...well, ...different }, alert, true)).toBe('');
    expect(told(well, alert, false)).toBe('');
    // It can fail.
    expect(told(well, alert, true)).not.toBe('');
  });

  it('another installation’s trouble is not ours', () => {
    if (!helm) return;
    const theirs = Object.fromEntries(
      Object.entries(bad.TocsinWorkWaits ?? {}).map(([name, v]) => [name.replace('"ops"', '"elsewhere"'), v]),
    );
    expect(told({ ...well, ...theirs }, 'TocsinWorkWaits', false)).toBe('');
  });
});

import { POLICY_FACTS, TEMPLATE_FACTS } from '../../src/domain/catalog/facts.ts';
import { facts } from '../../src/domain/incident/escalation.ts';
import type { Incident } from '../../src/domain/incident/model.ts';
import { interpolate } from '../../src/lib/expression.ts';
import { changed } from './catalog-fixture.ts';

it('a policy is checked against the facts it will really see', () => {
  const incident = { severity: 'p1', severityRank: 1, status: 'investigating', service: 'a', title: 't' } as Incident;
  expect(Object.keys(facts(incident, 0)).sort()).toEqual([...POLICY_FACTS].sort());
});

it('the shipped message is the seed’s, field by field', () => {
  const said = Object.fromEntries(TEMPLATE_FACTS.incident.map((name) => [name, `<${name}>`]));
  const links = { statusPage: 'https://status.example.com', warRoom: '', channel: '#incidents' };
  const body = changed({}).catalog?.templates.customers?.body;
  expect(interpolate(body, { incident: said, links })).toEqual({
    ok: true,
    value: `🚨 INCIDENT ALERT 🚨

Service: <service>
Severity: <severity>
Status: <status>

Affected: <affected>
Customers: <customers>
Started: <started>
ETA Resolution: <eta>

Latest Update (<updated> UTC):
<latest>

Follow updates: https://status.example.com
Questions: #incidents channel`,
  });
});

it('a runbook full of expressions is refused quickly', () => {
  const text = '${{ steps.later.x }}'.repeat(2_500);
  const before = performance.now();
  const { problems } = changed({ 'architect/big.yaml': `name: Big\nsteps:\n  - prometheus.query: "${text}"\n` });
  expect(problems.map((p) => p.message)).toContain('more than 1000 expressions');
  expect(problems.length).toBeLessThanOrEqual(100);
  expect(performance.now() - before).toBeLessThan(30_000);
});

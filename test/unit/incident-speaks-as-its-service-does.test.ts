import { join } from 'node:path';
import { compileFolder } from '../../src/app/workflows.ts';
import type { Catalog } from '../../src/domain/catalog/model.ts';
import { plain } from '../../src/lib/text.ts';
import { play as playWith } from '../support/decide.ts';

let catalog: Catalog;
beforeAll(async () => {
  const compiled = await compileFolder(join(import.meta.dirname, '../../workflows'));
  if (!compiled.catalog) throw new Error('the workflows do not load');
  catalog = compiled.catalog;
});
const play = () => playWith({ catalog });

const smart = { service: 'smartcloudops' };

describe('an incident of SmartCloudOps AI', () => {
  it('has its label, its time to answer and its people', () => {
    const t = play();
    const answer = t.declare('severity1', 'Backend down', smart);
    expect(plain(answer?.text ?? [])).toContain('Severity 1 (Critical): Backend down');
    expect(t.state).toMatchObject({
      severity: 'p1',
      severityLabel: 'Severity 1 (Critical)',
      respondWithin: 15 * 60_000,
    });
    expect(Object.keys(t.state.pages).sort()).toEqual([
      'oncall:smartcloudops',
      'oncall:smartcloudops-secondary',
      'role:manager',
    ]);
    t.do('incident.severity', { severity: 'p3' });
    expect(t.state).toMatchObject({ severityLabel: 'Severity 3 (Medium)', respondWithin: 4 * 3_600_000 });
  });

  it('pages the secondary while there is still time to answer a Severity 2, and nobody more for a Severity 3', () => {
    const t = play();
    t.declare('p2', 'Slow', smart);
    expect(Object.keys(t.state.pages)).toEqual(['oncall:smartcloudops']);
    t.at('15m');
    expect(Object.keys(t.state.pages)).toContain('oncall:smartcloudops-secondary');
    t.at('45m');
    expect(Object.keys(t.state.pages)).toContain('role:manager');
    const minor = play();
    minor.declare('p3', 'A typo', smart);
    minor.at('8h');
    expect(Object.keys(minor.state.pages)).toEqual(['oncall:smartcloudops']);
  });

  it('tells what its template says: issue, impact, actions, next update and who leads', () => {
    const t = play();
    t.declare('p1', 'Backend down', { ...smart, impact: 'Nobody can log in' });
    t.do('incident.update', { text: 'restarting' });
    const first = t.lines().at(-1);
    expect(first).toContain('INCIDENT ALERT - Severity 1 (Critical)');
    expect(first).toContain('Issue: Backend down\nImpact: Nobody can log in\nCurrent Actions: restarting');
    expect(first).toContain('Next Update: 03:30 UTC\nIncident Commander: nobody yet');
    t.do('incident.ack', {});
    t.do('incident.update', { text: 'it is back', nextMs: 10 * 60_000 });
    expect(t.lines().at(-1)).toContain('Next Update: 03:10 UTC\nIncident Commander: Ada Lovelace');
  });

  it('tells customers by its own template, with its own status page', () => {
    const t = play();
    t.declare('p1', 'Backend down', smart);
    t.at('30m');
    const [sent] = t.all('chat.announce').map((e) => e.payload as { body: string });
    expect(sent?.body).toContain('INCIDENT ALERT - Severity 1 (Critical)');
    expect(sent?.body).toContain('Follow updates: https://status.smartcloudops.ai');
  });
});

it('an incident of the Cost Agent is a P1 when its scale says P0, and is to be answered at once', () => {
  const t = play();
  t.declare('P0', 'Agent down', { service: 'cost-agent' });
  expect(t.state).toMatchObject({ severity: 'p1', severityLabel: 'P1 Critical', respondWithin: 60_000 });
});

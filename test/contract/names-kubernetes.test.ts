/** Names for forms, of the simulated cluster through the real client: lists, revisions, and what may not be looked up. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubernetesNames } from '../../src/adapters/kubernetes/kubernetes-names.ts';
import { NAME, NS, type SimulatedWorld, startWorld } from './sandbox-world.ts';

let w: SimulatedWorld;
let dir: string;
let names: KubernetesNames;

beforeAll(async () => {
  w = await startWorld();
  dir = mkdtempSync(join(tmpdir(), 'names-'));
  writeFileSync(join(dir, 'kubeconfig'), w.sim.kubernetes.kubeconfig('tocsin'));
  names = new KubernetesNames({ kubeconfig: join(dir, 'kubeconfig'), now: () => w.clock.now() });
});
afterEach(() => w.faults.clear());
afterAll(async () => {
  await names.close();
  rmSync(dir, { recursive: true });
  await w.sim.close();
});

const values = async (...asked: Parameters<KubernetesNames['find']>) =>
  (await names.find(...asked)).map((n) => n.value);

it('lists namespaces, and what stands in one', async () => {
  expect(await values('namespaces', {})).toEqual(expect.arrayContaining(['default', NS]));
  expect(await values('deployments', { namespace: NS })).toContain(NAME);
  expect(await values('statefulsets', { namespace: NS })).not.toContain(NAME);
});

it('gives the revisions of a deployment, newest first, with their images and which one runs', async () => {
  const found = await names.find('revisions', { namespace: NS, deployment: NAME });
  expect(found.length).toBeGreaterThan(1);
  expect(Number(found[0]?.value)).toBeGreaterThan(Number(found[1]?.value));
  expect(found[0]?.more).toMatch(/architect-api:v41 \(runs now\)$/);
  expect(found[1]?.more).not.toContain('runs now');
});

it('says what has to be chosen first', async () => {
  await expect(names.find('deployments', {})).rejects.toMatchObject({ name: 'Fault', message: /namespace first/ });
  await expect(names.find('revisions', { namespace: NS })).rejects.toThrow(/deployment first/);
});

it('asks for nothing that is no name', async () => {
  const before = w.ledger.of('kubernetes').length;
  await expect(names.find('deployments', { namespace: '../../x' })).rejects.toMatchObject({ name: 'Fault' });
  await expect(names.find('revisions', { namespace: NS, deployment: 'a/b' })).rejects.toMatchObject({ name: 'Fault' });
  expect(w.ledger.of('kubernetes')).toHaveLength(before);
});

it('tells that it may not look', async () => {
  await expect(names.find('deployments', { namespace: 'default' })).rejects.toMatchObject({
    code: 'kubernetes.forbidden',
  });
});

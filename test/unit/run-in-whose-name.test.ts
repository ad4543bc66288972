/** In whose name the cluster is changed: who asked, where the cluster knows them; and what the policy says where it does not. */
import { createHandlers, type HandlerDeps } from '../../src/app/handlers.ts';
import type { Catalog } from '../../src/domain/catalog/model.ts';
import type { PlanPayload } from '../../src/domain/runbook/effects.ts';
import type { Started } from '../../src/domain/runbook/inputs.ts';
import type { ApprovalState, Plan } from '../../src/domain/runbook/model.ts';
import type { StepPorts } from '../../src/domain/runbook/step-kind.ts';
import type { Claimed } from '../../src/engine/effect.ts';
import { plain } from '../../src/lib/text.ts';
import { Fault } from '../../src/ports/fault.ts';
import { planRows } from '../../src/views/approval-card.ts';
import { changed, swap } from './catalog-fixture.ts';
import { catalog, code, Play, runbookOf } from './run-play.ts';

const SCALE = '  - kubernetes.scale: { namespace: prod, deployment: api, replicas: 15 }\n';
const ELSEWHERE = '  - http.request: { method: POST, url: "https://api.example.com/x" }\n';

const named: Catalog = {
  ...catalog,
  people: catalog.people.map((p) => (p.id === 'ada' ? { ...p, kubernetes: 'ada@example.com' } : p)),
};
const required: Catalog = { ...named, changes: { ...named.changes, impersonate: 'required' } };

function begun(of: Catalog, requester: string, steps = SCALE): Play {
  const play = new Play();
  play.catalog = of;
  play.start(runbookOf(steps), { requester });
  return play;
}
const as = (play: Play) => (play.work('step.plan').payload as unknown as PlanPayload).as;

test.each([
  ['the one who asked, by Slack id', named, 'U0ADA', 'ada@example.com'],
  ['the same by their own id', named, 'ada', 'ada@example.com'],
  ['somebody whom the cluster does not know', named, 'U0GRACE', undefined],
  ['an alert', named, 'alert', undefined],
  ['where nobody has a name', catalog, 'U0ADA', undefined],
])('%s', (_, of, requester, name) => {
  expect(as(begun(of, requester))).toBe(name);
});

test('what happens elsewhere has no name in the cluster', () => {
  expect(as(begun(named, 'U0ADA', ELSEWHERE))).toBeUndefined();
});

test('who chose the option asks for it, whoever started the run', () => {
  const play = begun(
    named,
    'alert',
    `  - ask.choice: How?\n    options:\n      Scale:\n  ${SCALE.replace('  -', '      -')}`,
  );
  play.feed('choice.made', { step: '1', option: 'Scale', person: 'ada', groups: ['sre'] });
  expect(as(play)).toBe('ada@example.com');
});

test('what a program carries out has the program’s credentials, whatever it looks at in the cluster', () => {
  const copy = `  - kubernetes.copyOut: { namespace: prod, deployment: api, container: api, path: /data, to: "s3://backups/x/" }\n`;
  expect(as(begun(named, 'U0ADA', copy))).toBeUndefined();
  expect(begun(required, 'alert', copy).effectsOf('step.plan')).toHaveLength(1);
});

test('of a run that a choice began, who chose asks; nobody who led there is a second pair of eyes', () => {
  const inner = { ...runbookOf(SCALE), id: 'architect/inner' };
  const play = new Play();
  play.catalog = { ...named, runbooks: [...named.runbooks, inner] };
  const outer = `  - ask.choice: How?\n    options:\n      Scale:\n        - runbook.run: { runbook: architect/inner }\n`;
  play.start(runbookOf(outer), { requester: 'U0GRACE' });
  play.feed('choice.made', { step: '1', option: 'Scale', person: 'ada', groups: ['sre'] });
  const begins = play.timer('run.start').data as unknown as Started;
  expect(begins.requester).toBe('ada');
  const nested = new Play(8);
  nested.catalog = named;
  nested.feed('run.start', begins);
  expect(as(nested)).toBe('ada@example.com');
  nested.plan('1');
  for (const asker of ['ada', 'grace', 'U0GRACE']) expect(code(nested.approve('1', asker))).toMatch(/^refused/);
  expect(code(nested.approve('1', 'linus'))).toBe('approved');
});

test('the worker’s own handlers go to the cluster in that name', async () => {
  const answers = (who: string) => ({
    cluster: { deployment: () => Promise.reject(new Fault('permanent', 'x', `asked as ${who}`)) },
  });
  const handlers = createHandlers({
    ports: answers('tocsin') as unknown as HandlerDeps['ports'],
    catalog: () => catalog,
    runsOn: async () => [],
    inNameOf: (user) => answers(user) as unknown as Partial<StepPorts>,
  });
  const plan = handlers.find((h) => h.kind === 'step.plan');
  const io = { now: () => 0, load: async () => undefined, ours: () => true, signal: new AbortController().signal };
  const failed = async (of: Catalog) => {
    const payload = begun(of, 'U0ADA').work('step.plan').payload;
    const outcome = await plan?.run({ payload, key: 'k', attempts: 1, doubt: false } as unknown as Claimed, io);
    return outcome && 'reason' in outcome ? outcome.reason : undefined;
  };
  expect(await failed(named)).toBe('asked as ada@example.com');
  expect(await failed(catalog)).toBe('asked as tocsin');
});

test('where a name is required, what nobody with a name asked for is refused before it is planned', () => {
  expect(as(begun(required, 'U0ADA'))).toBe('ada@example.com');
  for (const requester of ['U0GRACE', 'alert']) {
    const play = begun(required, requester);
    expect(play.effectsOf('step.plan')).toEqual([]);
    expect(play.state.status).toBe('failed');
    expect(play.state.failure).toMatch(/only in the name of who asks.*write kubernetes: in people.yaml/);
  }
  expect(begun(required, 'alert', ELSEWHERE).effectsOf('step.plan')).toHaveLength(1);
});

test('the card says so', () => {
  const plan = { summary: 'Scale', changes: [], notes: [], requester: 'ada', as: 'ada@example.com' } as unknown as Plan;
  const policy = { from: ['sre'], min: 1 } as unknown as ApprovalState['policy'];
  expect(planRows(policy, plan, catalog.people).map(plain).join('\n')).toContain('In the cluster as ada@example.com');
});

describe('people.yaml', () => {
  const FILE = 'org/people.yaml';
  const give = (name: string) => swap('slack: U0ADA\n', `slack: U0ADA\n    kubernetes: ${name}\n`);
  it('takes a name of the cluster', () => {
    const { catalog: read, problems } = changed({ [FILE]: give('"oidc:ada@example.com"') });
    expect(problems).toEqual([]);
    expect(read?.people.find((p) => p.id === 'ada')?.kubernetes).toBe('oidc:ada@example.com');
  });
  it.each([['"system:admin"'], ['"ada example"'], ['"ada\\r\\nX-Other: 1"'], ['"адa"']])('refuses %s', (name) => {
    const { problems } = changed({ [FILE]: give(name) });
    expect(problems[0]).toMatchObject({ file: FILE, message: expect.stringMatching(/not the name of a person/) });
  });
});

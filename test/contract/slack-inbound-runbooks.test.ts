/** Runbooks through Slack: what must be known is asked for in a form of the right fields, and what runs is held and read by buttons. */
import { runbook as runbookCommand } from '../../commands/runbook.ts';
import type { Rule } from '../../src/domain/check/model.ts';
import { RULES } from '../../src/domain/check/rules/index.ts';
import type { Runbook } from '../../src/domain/runbook/model.ts';
import type { Message } from '../../src/sandbox/slack/model/types.ts';
import { renderText, renderView } from '../../src/sandbox/slack/show/render-text.ts';
import { headlineCard } from '../../src/views/headline-card.ts';
import { runCard } from '../../src/views/run-card.ts';
import { catalog, incident, look, run, runbook } from '../support/sample-world.ts';
import { type EdgeWorld, edgeWorld } from './support/slack-edge.ts';

const asking: Runbook = {
  ...runbook,
  id: 'architect/move-traffic',
  name: 'Move traffic',
  inputs: [
    { name: 'region', type: 'string', choices: ['eu', 'us'], description: 'Where to' },
    { name: 'percent', type: 'integer', min: 1, max: 50 },
    { name: 'ticket', type: 'string', pattern: 'OPS-[0-9]+', default: 'OPS-1' },
    { name: 'drain', type: 'boolean', default: false },
  ],
};

const anyRule = RULES[0] as Rule;

const knowing: Runbook = { ...runbook, id: 'architect/look', name: 'Look around', inputs: [] };

let world: EdgeWorld;
beforeEach(async () => {
  const runbooks = [...catalog.runbooks, asking, knowing];
  world = await edgeWorld({ deps: { catalog: () => ({ ...catalog, runbooks }) } });
  world.stored.incidents = [incident()];
  world.members = async () => ['U0ALICE'];
});
afterEach(() => world.stop());

const alice = () => world.slack.as('U0ALICE');
const read = (m: Message | undefined) => (m ? renderText(m, world.slack.workspace) : '');
const last = () => read(alice().seen('incidents').at(-1));
const modal = () => {
  const view = alice().modals().at(-1);
  if (!view) throw new Error('no form is open');
  return view;
};
const shown = () => renderView(modal(), world.slack.workspace);

async function card(message: { blocks: readonly object[]; text: string }): Promise<Message> {
  const posted = await world.web.chat.postMessage({
    channel: 'C0ROOM',
    text: message.text,
    blocks: [...message.blocks] as never,
  });
  const found = world.slack.workspace.messages.get('C0ROOM', posted.ts ?? '');
  if (!found) throw new Error('the card was not posted');
  return found;
}

it('what is missing is asked for in a form that knows what was typed, and starts only with what fits', async () => {
  await alice().command('incidents', '/incident', 'run move-traffic region=us');
  expect(shown()).toMatch(/Move traffic for INC-42/);
  expect(shown()).toMatch(/region.*us/);
  expect(JSON.stringify(modal())).toContain('1 or more, 50 or less');
  expect(world.inputs).toEqual([]);
  const form = modal();
  await alice().submit(form, { region: 'us', percent: '80', ticket: 'JIRA-1', drain: 'true' });
  expect(shown()).toMatch(/This must be 50 or less/);
  expect(shown()).toMatch(/This must be like OPS-\[0-9\]\+/);
  expect(world.inputs).toEqual([]);
  await alice().submit(modal(), { region: 'us', percent: '20', ticket: 'OPS-7', drain: 'true' });
  const inputs = { region: 'us', percent: '20', ticket: 'OPS-7', drain: 'true' };
  expect(world.inputs).toMatchObject([
    { type: 'incident.run', to: { id: 42 }, data: { runbook: asking.id, inputs, by: 'U0ALICE' } },
  ]);
});

it('with everything given no form stands in the way', async () => {
  await alice().command('incidents', '/incident', 'run move-traffic region=us percent=20');
  expect(alice().modals()).toEqual([]);
  expect(world.inputs).toMatchObject([{ type: 'incident.run', data: { inputs: { region: 'us', percent: '20' } } }]);
});

it('on the headline card, a runbook that must be told something opens the form; any other begins at once', async () => {
  const both = incident({ runbooks: [knowing, asking].map((r) => ({ id: r.id, name: r.name })) });
  world.stored.incidents = [both];
  const m = await card(headlineCard(both, look));
  await alice().click(m, 'Runbook', asking.name);
  expect(shown()).toMatch(/Move traffic for INC-42/);
  expect(world.inputs).toEqual([]);
  await alice().click(m, 'Runbook', knowing.name);
  await alice().waitFor((x) => read(x) === 'did incident.run', { channel: 'incidents' });
  expect(world.inputs).toMatchObject([{ type: 'incident.run', data: { runbook: knowing.id } }]);
});

it('a mention, where no form can open, is told what to write', async () => {
  world.stored.runs = [];
  await alice().say('incidents', `<@${world.app.botUserId}> run move-traffic percent=20`);
  await alice().waitFor((x) => /must be told more: write.*region=…/.test(read(x)), { channel: 'incidents' });
  expect(world.inputs).toEqual([]);
});

it("the card's buttons pause and resume, and Logs opens what the steps said", async () => {
  world.stored.runs = [run()];
  const m = await card(runCard(run(), catalog.people));
  await alice().click(m, 'Pause');
  await alice().waitFor((x) => read(x) === 'did run.pause', { channel: 'incidents' });
  const held = await card(runCard(run({ paused: { by: 'ada', at: 1 } }), catalog.people));
  expect(read(held)).toMatch(/Paused by/);
  await alice().click(held, 'Resume');
  await alice().waitFor((x) => read(x) === 'did run.resume', { channel: 'incidents' });
  expect(world.inputs.map((i) => [i.type, i.to])).toMatchObject([
    ['run.pause', { id: 17 }],
    ['run.resume', { id: 17 }],
  ]);
  await alice().click(m, 'Logs');
  expect(shown()).toMatch(/Logs · R-17/);
  expect(last()).not.toMatch(/no longer works/);
});

it('lint shows the hazards of everything, worst first, or of one runbook, and what was accepted with its reason', async () => {
  const rule = (gravity: 'error' | 'note') => ({
    ...anyRule,
    gravity,
    title: `A ${gravity}`,
    remedy: `Mend the ${gravity}`,
  });
  const at = { line: 7, column: 3 };
  const findings = [
    { rule: rule('note'), file: `${knowing.id}.yaml`, ...at, what: 'small' },
    { rule: rule('error'), file: `${asking.id}.yaml`, ...at, what: 'large' },
    { rule: rule('error'), file: `${asking.id}.yaml`, ...at, what: 'meant', accepted: 'We know' },
  ];
  const runbooks = [...catalog.runbooks, asking, knowing];
  const deps = { catalog: () => ({ ...catalog, runbooks }), commands: [runbookCommand], findings: () => findings };
  const linting = await edgeWorld({ deps });
  try {
    const lint = async (text: string) => {
      await linting.slack.as('U0ALICE').command('incidents', '/runbook', text);
      const said = linting.slack.as('U0ALICE').seen('incidents').at(-1);
      return said ? renderText(said, linting.slack.workspace) : '';
    };
    expect(await lint('lint')).toMatch(
      /2 hazards, 1 accepted[\s\S]*A error: large {2}architect\/move-traffic\.yaml:7[\s\S]*Mend the error[\s\S]*A note: small[\s\S]*meant[\s\S]*Accepted: We know/,
    );
    const one = await lint('lint look');
    expect(one).toMatch(/1 hazard of Look around[\s\S]*A note: small/);
    expect(one).not.toContain('large');
    expect(await lint('lint lokk')).toMatch(/Did you mean \S*\/runbook lint look/);
  } finally {
    await linting.stop();
  }
});

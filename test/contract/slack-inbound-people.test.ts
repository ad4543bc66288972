/** What people do in Slack becomes Inputs, once, and they see what came of it: over HTTP and over Socket Mode. */
import type { Message } from '../../src/sandbox/slack/model/types.ts';
import { renderText, renderView } from '../../src/sandbox/slack/show/render-text.ts';
import { approvalCard } from '../../src/views/approval-card.ts';
import { headlineCard } from '../../src/views/headline-card.ts';
import { runCard } from '../../src/views/run-card.ts';
import { approval, catalog, incident, look, run } from '../support/sample-world.ts';
import { type EdgeWorld, edgeWorld } from './support/slack-edge.ts';

describe.each(['http', 'socket'] as const)('over %s', (mode) => {
  let world: EdgeWorld;
  beforeEach(async () => {
    world = await edgeWorld({ mode });
  });
  afterEach(() => world.stop());

  const alice = () => world.slack.as('U0ALICE');
  const bob = () => world.slack.as('U0BOB');
  const read = (m: Message | undefined) => (m ? renderText(m, world.slack.workspace) : '');
  const last = (who = alice()) => read(who.seen('incidents').at(-1));
  const modal = () => {
    const view = alice().modals().at(-1);
    if (!view) throw new Error('no form is open');
    return view;
  };

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

  describe('commands', () => {
    it('declare pages before any form', async () => {
      world.engine = async () => ({ code: 'declared', text: ['Declared INC-1'] });
      expect((await alice().command('incidents', '/incident', 'declare P1 - API &lt;down&gt;')).ok).toBe(true);
      expect(last()).toBe('Declared INC-1');
      expect(bob().seen('incidents')).toEqual([]);
      expect(world.inputs).toMatchObject([
        {
          type: 'incident.declare',
          key: expect.stringMatching(new RegExp(`^slack:${world.app.teamId}:.+`)),
          data: { severity: 'p1', title: 'API <down>', by: 'U0ALICE', groups: [], from: 'C0ROOM' },
        },
      ]);
    });

    it('hostile words stay words', async () => {
      await alice().command('incidents', '/inc', 'declare p1 <!channel> *x* ${{ 1 }} \u202e');
      expect(world.inputs[0]?.data).toMatchObject({ title: '@channel *x* ${{ 1 }} \u202e' });
    });

    it('a refusal comes with what may be done instead', async () => {
      world.engine = async (input) =>
        input.type === 'incident.join'
          ? { code: 'joined', text: ['You joined INC-1'] }
          : {
              code: 'refused.duplicate',
              text: ['INC-1 is open'],
              offers: [{ action: 'incident.join', value: '1', label: 'Join INC-1' }],
            };
      await alice().command('incidents', '/incident', 'declare p1 again');
      const told = alice().seen('incidents').at(-1);
      expect(read(told)).toMatch(/✋ INC-1 is open\n\[Join INC-1\]/);
      await alice().click(told as Message, 'Join INC-1');
      await alice().waitFor((m) => read(m) === 'You joined INC-1', { channel: 'incidents' });
      expect(world.inputs.at(-1)).toMatchObject({ type: 'incident.join', to: { kind: 'incident', id: 1 } });
    });

    it('a mistake is answered and nothing is done', async () => {
      await alice().command('incidents', '/incident', 'decalre p1 x');
      expect(last()).toMatch(/Did you mean \/incident declare p1 x\?/);
      expect(world.inputs).toEqual([]);
    });

    it.each([
      ['help', /\/incident ack \[INC-n\]/],
      ['help declare', /Who may anyone/],
      ['help resolve', /Who may sre, leads/],
      ['list', /No incident is open/],
      ['', /No incident is open/],
      ['ack', /No incident is open\. Declare one/],
      ['show INC-9', /There is no INC-9/],
    ])('answers: %s', async (text, expected) => {
      await alice().command('incidents', '/incident', text);
      expect(last()).toMatch(expected);
    });

    it('finds the incident of the channel, the only open one, or asks', async () => {
      world.stored.incidents = [incident({ id: 1, channel: { id: 'C0ROOM', name: 'incidents' } }), incident({ id: 2 })];
      await alice().command('incidents', '/incident', 'ack');
      await alice().command('incidents', '/incident', 'ack INC-2 for 5m');
      world.stored.incidents = [incident({ id: 3 })];
      await alice().command('incidents', '/incident', 'ack');
      expect(world.inputs.map((i) => [i.to, i.data])).toMatchObject([
        [{ id: 1 }, {}],
        [{ id: 2 }, { forMs: 300_000 }],
        [{ id: 3 }, {}],
      ]);
      world.stored.incidents = [incident({ id: 4 }), incident({ id: 5, title: 'slow' })];
      await alice().command('incidents', '/incident', 'ack for 5m');
      expect(last()).toMatch(/Which incident\? 2 are open\. Nothing was done[\s\S]*\/incident ack INC-4 for 5m/);
      expect(world.inputs).toHaveLength(3);
    });

    it('shows card, timeline and runbooks', async () => {
      world.stored.incidents = [incident()];
      await alice().command('incidents', '/incident', 'show');
      expect(last()).toMatch(/INC-42 · P1 · API down[\s\S]*\[Ack \(20m\)\]/);
      await alice().command('incidents', '/incident', 'timeline INC-42');
      expect(last()).toMatch(/Outage declared/);
      await alice().command('incidents', '/incident', 'run');
      expect(last()).toMatch(/★ API completely down/);
    });
  });

  describe('rights', () => {
    beforeEach(() => {
      world.stored.incidents = [incident()];
    });

    it('are read at the click and handed to the decision', async () => {
      world.members = async () => ['U0ALICE'];
      await alice().command('incidents', '/incident', 'resolve fixed');
      await bob().command('incidents', '/incident', 'resolve fixed');
      expect(world.inputs.map((i) => i.data)).toMatchObject([{ groups: ['sre'] }, { groups: ['leads'] }]);
      expect(world.ages).toEqual([60_000, 60_000]);
    });

    it('that cannot be read are refused with a reason, and nothing is done', async () => {
      world.members = () => Promise.reject(new Error('Slack is down'));
      await alice().command('incidents', '/incident', 'sev p2');
      expect(last()).toMatch(/cannot verify that you are in sre.* right now.*Nothing was done/);
      expect(world.inputs).toEqual([]);
      // Nothing that needs no group waits for Slack.
      await alice().command('incidents', '/incident', 'ack');
      // A group of named people needs no Slack either.
      await bob().command('incidents', '/incident', 'resolve fixed');
      expect(world.inputs.map((i) => i.type)).toEqual(['incident.ack', 'incident.resolve']);
    });

    it('a deactivated account does nothing', async () => {
      world.slack.workspace.people.add({ id: 'U0GONE', name: 'gone', realName: 'Gone', email: 'g@example.com' });
      await world.slack.as('U0GONE').command('incidents', '/incident', 'ack');
      expect(read(world.slack.as('U0GONE').seen('incidents').at(-1))).toMatch(/deactivated/);
      expect(world.inputs).toEqual([]);
    });
  });

  describe('mentions', () => {
    const ask = async (text: string, threadTs?: string) => {
      const before = alice().seen('incidents').length;
      await alice().say('incidents', text, threadTs ? { threadTs } : {});
      return read(
        await alice().waitFor((m) => m.onlyFor === 'U0ALICE' && alice().seen('incidents').length > before, {
          channel: 'incidents',
        }),
      );
    };

    it('take the line of the seed', async () => {
      const name = world.slack.workspace.people.get(world.app.botUserId)?.name ?? '';
      world.engine = async () => ({ code: 'declared', text: ['Declared INC-1'] });
      expect(await ask(`@${name} DECLARE P1 - API DOWN`)).toBe('Declared INC-1');
      expect(world.inputs).toMatchObject([
        {
          type: 'incident.declare',
          key: expect.stringMatching(/^slack:event:/),
          data: { severity: 'p1', title: 'API DOWN' },
        },
      ]);
    });

    it('in the thread of a card mean its incident', async () => {
      const name = world.slack.workspace.people.get(world.app.botUserId)?.name ?? '';
      world.stored.incidents = [incident({ id: 1 }), incident({ id: 42 })];
      const posted = await card(headlineCard(incident(), look));
      world.stored.cards.set(`C0ROOM/${posted.ts}`, 42);
      await ask(`@${name} ack`, posted.ts);
      expect(world.inputs).toMatchObject([{ type: 'incident.ack', to: { id: 42 } }]);
      expect(alice().seen('incidents').at(-1)).toMatchObject({ onlyFor: 'U0ALICE', threadTs: posted.ts });
    });

    it('of a form say what to type', async () => {
      const name = world.slack.workspace.people.get(world.app.botUserId)?.name ?? '';
      expect(await ask(`@${name} declare p1`)).toMatch(/What is wrong\? Say @tocsin declare p1 API down/);
    });
  });

  describe('buttons', () => {
    it('of the headline card', async () => {
      world.stored.incidents = [incident()];
      world.members = async () => ['U0ALICE'];
      const m = await card(headlineCard(incident(), look));
      await alice().click(m, 'Ack (20m)');
      await alice().waitFor((x) => read(x) === 'did incident.ack', { channel: 'incidents' });
      await alice().click(m, 'incident.run', 'API completely down');
      await alice().click(m, 'incident.escalate', 'Level 3: director');
      await alice().click(m, 'incident.severity', 'P2');
      await alice().click(m, 'incident.state', 'monitoring');
      await alice().click(m, 'Timeline');
      await alice().waitFor((x) => /Outage declared/.test(read(x)), { channel: 'incidents' });
      expect(world.inputs.map((i) => [i.type, i.data])).toMatchObject([
        ['incident.ack', { by: 'U0ALICE' }],
        ['incident.run', { runbook: 'architect/api-completely-down' }],
        ['incident.escalate', { to: 3 }],
        ['incident.severity', { severity: 'p2', groups: ['sre'] }],
        ['incident.state', { status: 'monitoring' }],
      ]);
    });

    it('of an approval carry the card, and membership is read anew', async () => {
      const asked = approval();
      const step = '2.options.Scale up.1';
      const waiting = run({ steps: { [step]: { status: 'approving', attempt: 1, approval: asked } } });
      world.stored.runs = [waiting];
      world.members = async () => ['U0BOB'];
      const m = await card(approvalCard(waiting, asked, catalog.people));
      await bob().click(m, 'Approve');
      await bob().waitFor((x) => read(x) === 'did approval.approve', { channel: 'incidents' });
      expect(world.inputs).toMatchObject([
        {
          type: 'approval.approve',
          to: { kind: 'run', id: 17 },
          data: { approval: asked.id, person: 'bob', groups: ['sre'], card: { channel: 'C0ROOM', ts: m.ts } },
        },
      ]);
      expect(world.ages).toEqual([0]);
      world.members = () => Promise.reject(new Error('Slack is down'));
      await bob().click(m, 'Reject');
      await bob().waitFor((x) => /cannot verify that you are in sre/.test(read(x)), { channel: 'incidents' });
      world.stored.runs = [];
      await bob().click(m, 'Approve');
      await bob().waitFor((x) => /no longer works/.test(read(x)), { channel: 'incidents' });
      expect(world.inputs).toHaveLength(1);
    });

    it('of a run card', async () => {
      world.stored.runs = [run()];
      const m = await card(runCard(run(), catalog.people));
      await alice().click(m, '2 · Scale up');
      await alice().click(m, 'Abort…');
      await alice().waitFor((x) => read(x) === 'did run.abort', { channel: 'incidents' });
      expect(world.inputs.map((i) => [i.type, i.data])).toMatchObject([
        ['choice.made', { step: '2', option: 'Scale up', person: 'ada' }],
        ['run.abort', { reason: expect.any(String) }],
      ]);
    });
  });

  describe('forms', () => {
    it('declare: what was typed is in it, and the outcome takes its place', async () => {
      world.engine = async () => ({ code: 'declared', text: ['Declared INC-1'] });
      await alice().command('incidents', '/incident', 'declare API down');
      expect(renderView(modal(), world.slack.workspace)).toMatch(/What is wrong\?: .*API down/);
      const view = modal();
      expect((await alice().submit(view, { severity: 'P1' })).ok).toBe(true);
      expect(renderView(modal(), world.slack.workspace)).toMatch(/Declared INC-1/);
      expect(world.inputs).toMatchObject([
        { type: 'incident.declare', data: { severity: 'p1', title: 'API down', service: 'architect', from: 'C0ROOM' } },
      ]);
    });

    it('update and resolve, from the card', async () => {
      world.stored.incidents = [incident()];
      world.members = async () => ['U0ALICE'];
      const m = await card(headlineCard(incident(), look));
      await alice().click(m, 'Update…');
      await alice().submit(modal(), { text: 'rolled back', next: 'in 30 minutes' });
      await alice().click(m, 'Resolve…');
      await alice().submit(modal(), { summary: 'it was the cache' });
      expect(world.inputs.map((i) => [i.type, i.to, i.data])).toMatchObject([
        ['incident.update', { id: 42 }, { text: 'rolled back', nextMs: 1_800_000, audience: 'internal' }],
        ['incident.resolve', { id: 42 }, { summary: 'it was the cache', groups: ['sre'] }],
      ]);
    });

    it('a refusal stays in the form, with what was typed', async () => {
      world.stored.incidents = [incident()];
      world.members = async () => ['U0ALICE'];
      world.engine = async () => ({ code: 'refused.resolved', text: ['INC-42 is resolved already'] });
      await alice().command('incidents', '/incident', 'resolve');
      const view = modal();
      await alice().submit(view, { summary: 'over' });
      expect(renderView(modal(), world.slack.workspace)).toMatch(/over.*⚠ INC-42 is resolved already/);
    });

    it('that Slack does not open are said so', async () => {
      world.slack.refuse('views.open', 'expired_trigger_id');
      await alice().command('incidents', '/incident', 'declare');
      expect(last()).toMatch(/The form did not open/);
    });
  });
});

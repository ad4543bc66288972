/** A person types names; what the app gets is tokens, and nothing typed becomes one by accident. */
import { Workspace } from '../../src/sandbox/slack/model/workspace.ts';
import { asSlackSends } from '../../src/sandbox/slack/person/typed.ts';

const w = new Workspace({ now: () => 0 });
const ada = w.people.add({ id: 'U1', name: 'ada' });
w.people.addGroup({ id: 'S1', handle: 'sre', users: [ada.id] });
const sent = (text: string) => asSlackSends(text, w);

it('makes tokens of people, groups and the app', () => {
  expect(sent('ask @ada and @sre')).toBe('ask <@U1|ada> and <!subteam^S1|@sre>');
  expect(sent(`@${w.people.get(w.app.botUserId)?.name} ack`)).toBe(`<@${w.app.botUserId}> ack`);
});

it('knows a name at the end of a sentence', () => {
  expect(sent('Thank you, @ada.')).toBe('Thank you, <@U1|ada>.');
});

it('leaves what names nobody, and addresses of mail', () => {
  expect(sent('@nobody and me@ada')).toBe('@nobody and me@ada');
  expect(sent('a < b && <!channel>')).toBe('a &lt; b &amp;&amp; <!channel>');
});

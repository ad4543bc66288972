/** Clicks on an approval that must not count: each person is told why, and the cluster hears nothing. */
import type { Stage } from '../../src/app/story/stage.ts';
import {
  APPROVER,
  ASKER,
  type Asked,
  askedToApprove,
  breakTheService,
  openTestStage,
  SECOND,
  SRE,
} from './support/asked-to-approve.ts';
import { read } from './support/screen.ts';

let stage: Stage;
let a: Asked;
beforeAll(async () => {
  stage = await openTestStage();
  await breakTheService(stage);
});
afterAll(async () => stage?.close());

describe('who may not', () => {
  beforeAll(async () => {
    a = await askedToApprove(stage);
  });
  afterEach(async () => {
    expect(a.tried()).toEqual([]);
    expect((await a.state()).status).toBe('waiting');
  });

  it('who asked for the change', async () => {
    expect(await a.press(ASKER, 'Approve')).toMatch(/You asked for this.*somebody else.*sre/);
  });

  it('somebody who answers incidents, but is not in the group', async () => {
    expect(await a.press('U0MONA', 'Approve')).toMatch(/You may not approve this.*sre/);
    expect(await a.press('U0MONA', 'Reject')).toMatch(/You may not reject this.*sre/);
  });

  it('somebody who only looks on', async () => {
    expect(await a.press('U0VIEWER', 'Approve')).toMatch(/You may not approve this.*sre/);
  });

  it('who left the group between the request and the click', async () => {
    const group = stage.slack.workspace.people.group('S0SRE');
    if (!group) throw new Error('there is no such group');
    // Known to be in it a moment ago: a right that is remembered would let the click pass.
    expect(await a.press(ASKER, 'Approve')).toMatch(/You asked for this/);
    group.users = SRE.filter((u) => u !== APPROVER);
    const told = await a.press(APPROVER, 'Approve');
    group.users = SRE;
    expect(told).toMatch(/You may not approve this.*sre/);
  });

  it('whose account was deactivated between the request and the click', async () => {
    const { people } = stage.slack.workspace;
    // Slack knew them a moment ago.
    await stage.slack.as(SECOND).command(a.channel, '/incident', 'join');
    people.change(SECOND, { deleted: true });
    const told = await a.press(SECOND, 'Approve');
    people.change(SECOND, { deleted: false });
    expect(told).toMatch(/account is deactivated.*Nothing was done/);
  });

  it('anybody, while Slack does not say who is in the group', async () => {
    stage.slack.refuse('usergroups.users.list', 'internal_error', 3);
    const told = await a.press(APPROVER, 'Approve');
    stage.faults.clear();
    expect(told).toMatch(/cannot verify that you are in sre.*Nothing was done/);
  });

  it('the card still asks, and says whom and for how long', async () => {
    expect(read(await a.cardNow())).toMatch(/Waits for approval.*0\/1/s);
    expect(read(await a.cardNow())).toMatch(/May approve.*sre: 1 needed, the requester does not count/);
  });
});

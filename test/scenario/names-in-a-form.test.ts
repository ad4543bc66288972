/** The form of a runbook offers what is in the cluster now, and what is typed all the same; over both ways to Slack. */
import type { Stage } from '../../src/app/story/stage.ts';
import type { Json } from '../../src/sandbox/slack/json.ts';
import { ASKER, declared, openTestStage } from './support/asked-to-approve.ts';

const NAMESPACE = 'architect-production';
const of = (block: string) => ({ block, action: 'form.name' });

describe.each(['http', 'socket'] as const)('by %s', (mode) => {
  let stage: Stage;
  let channel: string;
  beforeAll(async () => {
    stage = await openTestStage(mode);
    ({ channel } = await declared(stage, 'p1 API down --separate'));
    await stage.settled();
  });
  afterAll(async () => stage?.close());

  const asker = () => stage.slack.as(ASKER);
  const form = async () => {
    await asker().command(channel, '/incident', 'run api-completely-down --form');
    return asker().waitForModal();
  };
  const values = (options: readonly Json[]) => options.map((o) => String(o.value));

  it('offers the namespaces, and the deployments of the one that is chosen', async () => {
    const view = await form();
    expect(values(await asker().suggestions(view, of('namespace'), ''))).toContain(NAMESPACE);
    expect(values(await asker().suggestions(view, of('namespace'), 'ARCHI'))).toEqual([NAMESPACE, 'ARCHI']);
    expect(values(await asker().suggestions(view, of('deployment'), ''))).toContain('architect-api');
    const other = await asker().suggestions(view, of('namespace'), 'default');
    const elsewhere = asker().fillIn(view, { namespace: 'default' }, other);
    await asker().suggestions(elsewhere, of('deployment'), '');
    expect(stage.ledger.of('kubernetes', /namespaces\/default\/deployments$/)).toHaveLength(1);
    await asker().dismiss(elsewhere);
  });

  it('starts with what was chosen', async () => {
    const view = await form();
    const offered = await asker().suggestions(view, of('deployment'), 'architect-api');
    await asker().submit(view, { deployment: 'architect-api' }, offered);
    await stage.settled();
    const [row] = await stage.query<{ inputs: object }>(
      `select state->'inputs' as inputs from run order by id desc limit 1`,
    );
    expect(row?.inputs).toEqual({ namespace: NAMESPACE, deployment: 'architect-api' });
  });

  it('takes what is typed where the cluster cannot be asked, and says why there is nothing', async () => {
    stage.faults.add({ server: 'kubernetes', match: /namespaces$/, fault: { kind: 'status', status: 403 }, times: 20 });
    const view = await form();
    expect(values(await asker().suggestions(view, of('namespace'), 'staging'))).toEqual(['staging']);
    expect(values(await asker().suggestions(view, of('namespace'), ''))).toEqual([NAMESPACE]);
    stage.faults.clear();
    await asker().dismiss(view);
  });
});

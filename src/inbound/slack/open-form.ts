/** Opens a modal while its trigger lives. */
import type { App } from '@slack/bolt';
import { LATE, within } from '../../lib/within.ts';
import type { ModalView } from '../../views/modal.ts';
import type { SlackDeps } from './deps.ts';

type Client = App['client'];
type View = Parameters<Client['views']['open']>[0]['view'];

/** False when Slack did not take it: the caller says so instead of staying silent. */
export async function openForm(
  deps: Pick<SlackDeps, 'log'>,
  client: Client,
  trigger: string,
  view: ModalView,
): Promise<boolean> {
  try {
    // Slack's own types demand its unions; ours are checked by its server and by the contract tests.
    const done = await within(client.views.open({ trigger_id: trigger, view: view as unknown as View }), 2_000);
    return done !== LATE && done.ok === true;
  } catch (error) {
    deps.log.warn({ err: error, form: view.callback_id }, 'a form did not open');
    return false;
  }
}

/** A select in the form of a runbook is opened or typed into: names that are there now, within what the form says so far. */
import type { App } from '@slack/bolt';
import { groupsFor } from '../../domain/people/model.ts';
import type { RunbookInput } from '../../domain/runbook/model.ts';
import { LATE, within } from '../../lib/within.ts';
import { Fault } from '../../ports/fault.ts';
import { ACTIONS } from '../../views/actions.ts';
import { readMeta, typedIn, type Values } from '../../views/modal.ts';
import { type FoundNames, nameOptions } from '../../views/name-options.ts';
import { strange } from './caller.ts';
import type { SlackDeps } from './deps.ts';
import { whoAsks } from './who.ts';

/** Slack gives up at 3,000 milliseconds. */
const PATIENCE = 2_000;
/** Milliseconds: nothing is done here, and what is sent asks again. */
const GROUPS_MAY_BE = 60_000;

interface Asked {
  readonly block_id?: string;
  readonly value?: string;
  readonly user?: { readonly id?: string };
  readonly view?: {
    readonly private_metadata?: string;
    readonly state?: { readonly values?: Values };
    readonly blocks?: readonly Field[];
  };
}

interface Field {
  readonly block_id?: string;
  readonly element?: { readonly initial_option?: { readonly value?: string }; readonly initial_value?: string };
}

/** What the form says of another input so far; what nobody touched is what it began with. */
function said({ view }: Asked, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const element = view?.blocks?.find((b) => b.block_id === name)?.element;
  return typedIn(view?.state?.values ?? {}, name) ?? element?.initial_option?.value ?? element?.initial_value;
}

async function find(deps: SlackDeps, input: RunbookInput, asked: Asked): Promise<FoundNames> {
  const { choose } = input;
  if (!choose) return { names: [] };
  const namespace = said(asked, choose.in);
  const deployment = said(asked, choose.of);
  const where = { ...(namespace ? { namespace } : {}), ...(deployment ? { deployment } : {}) };
  try {
    const names = await within(deps.names.find(choose.what, where), PATIENCE);
    return names === LATE ? { why: 'the cluster did not answer in time' } : { names };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    deps.log.info({ err: error, what: choose.what }, 'a form has no names to choose from');
    return { why: error.code === 'kubernetes.forbidden' ? 'it may not be looked up' : error.message };
  }
}

export function onOptions(app: App, deps: SlackDeps): void {
  app.options({ type: 'block_suggestion', action_id: ACTIONS.name }, async ({ body, ack: bolt }) => {
    const ack = bolt as unknown as (answer: object) => Promise<void>;
    const asked = body as unknown as Asked;
    const meta = readMeta(asked.view?.private_metadata);
    const runbook = deps.catalog().runbooks.find((r) => r.id === meta.runbook);
    const input = runbook?.inputs.find((i) => i.name === asked.block_id);
    if (strange(deps, body) || !runbook || !input) return ack({ options: [] });
    // Side by side: Slack waits for both together.
    const needs = groupsFor(deps.catalog(), 'run');
    const [found, who] = await Promise.all([
      find(deps, input, asked),
      whoAsks(deps, asked.user?.id ?? '', needs, GROUPS_MAY_BE),
    ]);
    const may = 'groups' in who && (needs.length === 0 || needs.some((g) => who.groups.includes(g)));
    await ack(
      nameOptions(input, may ? found : { why: 'who may not start runbooks is not shown names' }, asked.value ?? ''),
    );
  });
}

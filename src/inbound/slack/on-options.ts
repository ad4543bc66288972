/** A select in the form of a runbook is opened or typed into: names that are there now, within what the form says so far. */
import type { App } from '@slack/bolt';
import type { Runbook, RunbookInput } from '../../domain/runbook/model.ts';
import { LATE, within } from '../../lib/within.ts';
import { Fault } from '../../ports/fault.ts';
import { ACTIONS } from '../../views/actions.ts';
import { readMeta, typedIn, type Values } from '../../views/modal.ts';
import { type FoundNames, nameOptions } from '../../views/name-options.ts';
import { strange } from './caller.ts';
import type { SlackDeps } from './deps.ts';

/** Slack gives up at 3,000 milliseconds. */
const PATIENCE = 2_000;

interface Asked {
  readonly block_id?: string;
  readonly value?: string;
  readonly view?: { readonly private_metadata?: string; readonly state?: { readonly values?: Values } };
}

/** What the form says of another input so far, or what it is when nobody says otherwise. */
function said(runbook: Runbook, values: Values, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const usual = runbook.inputs.find((i) => i.name === name)?.default;
  return typedIn(values, name) ?? (usual === undefined ? undefined : String(usual));
}

async function find(deps: SlackDeps, runbook: Runbook, input: RunbookInput, values: Values): Promise<FoundNames> {
  const { choose } = input;
  if (!choose) return { names: [] };
  const namespace = said(runbook, values, choose.in);
  const deployment = said(runbook, values, choose.of);
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
    const found = await find(deps, runbook, input, asked.view?.state?.values ?? {});
    await ack(nameOptions(input, found, asked.value ?? ''));
  });
}

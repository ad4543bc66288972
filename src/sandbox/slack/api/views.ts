/** views.*: modals and the App Home. */
import { withIds } from '../blocks/check-blocks.ts';
import { isTooLarge, viewProblems } from '../blocks/check-view.ts';
import { isRecord, type Json, records, string } from '../json.ts';
import type { View } from '../model/types.ts';
import { viewJson } from '../model/wire.ts';
import type { Workspace } from '../model/workspace.ts';
import { ApiError, type Call, invalidArguments, type Method } from './method.ts';

const open: Method = {
  name: 'views.open',
  tier: 'tier4',
  scopes: [],
  run(call) {
    const { workspace: w } = call;
    const view = readView(call, 'modal');
    const { user } = redeem(call);
    return { view: viewJson(w, w.views.open(user, view, blocksOf(view, w))) };
  },
};

const push: Method = {
  name: 'views.push',
  tier: 'tier4',
  scopes: [],
  run(call) {
    const { workspace: w } = call;
    const view = readView(call, 'modal');
    const { user } = redeem(call);
    const pushed = w.views.push(user, view, blocksOf(view, w));
    if (!pushed) throw new ApiError('push_limit_reached');
    return { view: viewJson(w, pushed) };
  },
};

const update: Method = {
  name: 'views.update',
  tier: 'tier4',
  scopes: [],
  run(call) {
    const { args, workspace: w } = call;
    const externalId = args.string('external_id');
    const old = externalId ? w.views.byExternalId(externalId) : w.views.get(args.need('view_id'));
    if (!old) throw new ApiError('not_found');
    const view = readView(call, old.type, old);
    refuseOldHash(call, old);
    const updated = w.views.update(old.id, view, blocksOf(view, w)) ?? old;
    return { view: viewJson(w, updated) };
  },
};

const publish: Method = {
  name: 'views.publish',
  tier: 'tier4',
  scopes: [],
  run(call) {
    const { args, workspace: w } = call;
    const view = readView(call, 'home');
    const user = args.need('user_id');
    if (!w.people.get(user)) throw new ApiError('user_not_found');
    refuseOldHash(call, w.views.home(user));
    return { view: viewJson(w, w.views.publish(user, view, blocksOf(view, w))) };
  },
};

function readView({ args, workspace: w }: Call, type: View['type'], old?: View): Json {
  const view = args.json('view');
  if (!isRecord(view)) throw invalidArguments(['[ERROR] missing required field: view']);
  const problems = viewProblems(view, type);
  if (problems.length > 0) throw invalidArguments(problems);
  if (isTooLarge(view)) throw new ApiError('view_too_large');
  const twin = string(view.external_id) ? w.views.byExternalId(string(view.external_id) ?? '') : undefined;
  if (twin && twin.id !== old?.id && type === 'modal') throw new ApiError('duplicate_external_id');
  return view;
}

function blocksOf(view: Json, w: Workspace) {
  return withIds(records(view.blocks), () => w.ids.next('b'));
}

function redeem({ args, workspace: w }: Call): { readonly user: string } {
  const redeemed = w.tickets.exchange(args.need('trigger_id'));
  if (typeof redeemed === 'string') throw new ApiError(redeemed);
  return redeemed;
}

/** The app built its answer on an older view than the one that is open now. */
function refuseOldHash({ args }: Call, old: View | undefined): void {
  const hash = args.string('hash');
  if (hash && old && hash !== old.hash) throw new ApiError('hash_conflict');
}

export const views: readonly Method[] = [open, push, update, publish];

/** `/runbook`: everything a responder does with runbooks and their runs, by the same rules as the buttons. */
import { defineCommand } from '../src/inbound/slack/define-command.ts';
import { abort } from './runbook/abort.ts';
import { approve } from './runbook/approve.ts';
import { breakglass } from './runbook/breakglass.ts';
import { cadence } from './runbook/cadence.ts';
import { help } from './runbook/help.ts';
import { history } from './runbook/history.ts';
import { lint } from './runbook/lint.ts';
import { list } from './runbook/list.ts';
import { logs } from './runbook/logs.ts';
import { pause, resume } from './runbook/pause.ts';
import { plan } from './runbook/plan.ts';
import { reject } from './runbook/reject.ts';
import { retry } from './runbook/retry.ts';
import { run } from './runbook/run.ts';
import { show } from './runbook/show.ts';
import { skip } from './runbook/skip.ts';
import { status } from './runbook/status.ts';
import { undo } from './runbook/undo.ts';

export const runbook = defineCommand({
  name: '/runbook',
  aliases: ['/rb'],
  summary: 'Find, start, follow, approve, hold and undo runbooks.',
  hint: 'list · show … · run … · status · logs · approve R-17 … · pause · abort · undo · help',
  verbs: [
    list,
    show,
    plan,
    lint,
    run,
    status,
    logs,
    approve,
    reject,
    pause,
    resume,
    abort,
    retry,
    skip,
    undo,
    history,
    cadence,
    breakglass,
    help,
  ],
  bareMeans: 'list',
});

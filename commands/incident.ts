/** `/incident`: everything a responder does to an incident, from anywhere in Slack. */
import { defineCommand } from '../src/inbound/slack/define-command.ts';
import { ack } from './incident/ack.ts';
import { contacts } from './incident/contacts.ts';
import { declare } from './incident/declare.ts';
import { escalate } from './incident/escalate.ts';
import { help } from './incident/help.ts';
import { join } from './incident/join.ts';
import { list } from './incident/list.ts';
import { resolve } from './incident/resolve.ts';
import { run } from './incident/run.ts';
import { severity } from './incident/severity.ts';
import { show } from './incident/show.ts';
import { state } from './incident/state.ts';
import { timeline } from './incident/timeline.ts';
import { update } from './incident/update.ts';

export const incident = defineCommand({
  name: '/incident',
  aliases: ['/inc'],
  summary: 'Declare, acknowledge, update, escalate and resolve incidents.',
  hint: 'declare p1 API down · ack · update … · escalate · resolve … · help',
  verbs: [declare, ack, update, severity, state, escalate, run, resolve, show, list, timeline, contacts, join, help],
  severityMeans: 'declare',
});

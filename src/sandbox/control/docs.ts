/** The documentation of the control API, made from its routes: `docs/sandbox.md` has it, and `GET /api` answers it. */
import { changeRoutes } from './change-routes.ts';
import { catalogue } from './faults/switchboard.ts';
import { readRoutes } from './read-routes.ts';
import type { ChangeRoute, ReadRoute } from './route.ts';

const intro = `All of it is JSON over HTTP, on the address that \`npm run sandbox\` prints; the page uses nothing else. The types are in
\`src/sandbox/control/wire.ts\` (what is read) and \`src/sandbox/control/acts.ts\` (what is done). Times are milliseconds of the
world since the epoch, but for Slack's own timestamps. \`GET /api\` answers this text.

\`\`\`sh
curl -s localhost:4004/api/act -H 'content-type: application/json' \\
  -d '{ "as": "U0GRACE", "do": "command", "channel": "incidents", "command": "/incident", "text": "declare p1 API down" }'
curl -s 'localhost:4004/api/messages?as=U0GRACE&channel=incidents'
\`\`\``;

const live = `### Live

\`GET /api/live?as=…&channel=…\` is a stream of server-sent events for as long as it is kept open: every section at first and then
what changes, each as an event with the section's name (\`status\`, \`workspace\`, \`messages\`, \`views\`, \`phones\`, \`world\`, \`series\`,
\`clock\`, \`processes\`, \`faults\`, \`traffic\`, \`guide\`) and its JSON. \`messages\`, \`series\` and \`traffic\` only add and replace, unless
they say \`reset\`. A new world is told over the same stream. The type \`Sections\` has them all.`;

const refusals = `### Refusals

A refusal has a status from 400 up and the body \`{ "error": { "message", "where" } }\`: the message says what to do, \`where\` names the
field. Unknown fields, queries, ids and verbs are refused; nothing is done then.

| Status | When |
|---|---|
| 400 | The body or the query is not of the documented shape. |
| 403 | The request names another host than this machine, or comes from a page of somebody else. |
| 404, 405 | There is no such address, person, channel, message, view, fault or story. |
| 409 | It cannot be done just now: the channel is archived, no worker runs. |
| 413, 415 | The body is larger than 1 MB, or is not \`application/json\`. |
| 422 | Slack does not let this person do that: not in the channel, no such option. |
| 503 | There is no world yet: wait until \`GET /api/status\` says \`ready\`. |`;

export function controlApiMarkdown(): string {
  return [intro, reading(), doing(), faults(), live, refusals].join('\n\n');
}

function reading(): string {
  const rows = readRoutes.map((r) => `| \`GET ${r.path}${queryOf(r)}\` | ${r.summary} | ${r.answer} |`);
  return ['### Reading', '', '| Request | What it tells | Answer |', '|---|---|---|', ...rows].join('\n');
}

function queryOf({ query }: ReadRoute): string {
  const names = Object.keys(query);
  return names.length > 0 ? `?${names.map((n) => `${n}=…`).join('&')}` : '';
}

function doing(): string {
  return ['### Doing', ...changeRoutes.map(section)].join('\n\n');
}

function faults(): string {
  const rows = catalogue.map(({ id, kind, explains }) => `| \`${id}\` | ${kind} | ${explains} |`);
  const text = 'A switch stays on until it is turned off; a stroke happens once, each time it is asked for.';
  return [
    '### Faults',
    '',
    text,
    '',
    '| Id | Kind | What happens, and what one should see |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

function section({ path, summary, answer, examples }: ChangeRoute): string {
  const rows = examples.map(({ says, body }) => `| ${says} | \`${JSON.stringify(body)}\` |`);
  return [`**\`POST ${path}\`** ${summary} Answers ${answer}.`, '', '| Example | Body |', '|---|---|', ...rows].join(
    '\n',
  );
}

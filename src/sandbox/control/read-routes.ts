/** What programs can read: the same sections as a page gets, one request each. */
import { channelOf, personOf } from './doing/find.ts';
import { Problem } from './problem.ts';
import { type Call, type ReadRoute, reads } from './route.ts';
import { clockSection } from './sections/clock.ts';
import { whole } from './sections/index.ts';
import { messagesSeen } from './sections/messages.ts';
import { pointsBetween, SERIES_KEPT } from './sections/series.ts';

const nobody = { as: '', channel: '' };
const as = 'Slack id of who looks';

function needed({ query }: Call, name: string): string {
  const value = query.get(name);
  if (!value) throw new Problem(400, `Say who or what: ?${name}=… is missing.`, name);
  return value;
}

export const readRoutes: readonly ReadRoute[] = [
  reads('/api/status', {
    summary: 'Whether the world stands: `ready`, `starting` or `failed`, and a text for whoever waits.',
    answer: '`StatusSection`',
    answerTo: ({ worlds }) => worlds.status,
  }),
  reads('/api/workspace', {
    summary:
      'People, groups, channels with what is unread in them, and what can be typed. Without `as`, what is public.',
    query: { as },
    answer: '`WorkspaceSection`',
    answerTo(call) {
      const id = call.query.get('as');
      const viewer = id ? personOf(call.session(), id).id : '';
      return whole.workspace(call.session(), { as: viewer, channel: '' });
    },
  }),
  reads('/api/messages', {
    summary: 'The messages of a channel as this person sees them, threads and their own ephemeral ones included.',
    query: { as, channel: 'id or name of the channel' },
    answer: '`{ channel, messages: Message[] }`, oldest first',
    answerTo(call) {
      const session = call.session();
      const person = personOf(session, needed(call, 'as'));
      const { id } = channelOf(session, person, needed(call, 'channel'));
      return { channel: id, messages: messagesSeen(session, person.id, id) };
    },
  }),
  reads('/api/views', {
    summary: 'The modals this person has open, the topmost last.',
    query: { as },
    answer: '`ViewsSection`',
    answerTo(call) {
      return whole.views(call.session(), { as: personOf(call.session(), needed(call, 'as')).id, channel: '' });
    },
  }),
  reads('/api/phones', {
    summary: 'The phones of everybody who was ever paged, and what they rang for.',
    answer: '`PhoneRow[]`',
    answerTo: (call) => whole.phones(call.session(), nobody),
  }),
  reads('/api/world', {
    summary: 'The service: deployment, pods, revisions, health and traffic.',
    answer: '`WorldSection`',
    answerTo: (call) => whole.world(call.session(), nobody),
  }),
  reads('/api/series', {
    summary: 'The error rate of the last hour of the world.',
    answer: '`{ points: [time, share][] }`',
    answerTo(call) {
      const now = call.session().rig.clock.now();
      return { points: pointsBetween(call.session(), now - SERIES_KEPT, now) };
    },
  }),
  reads('/api/clock', {
    summary: 'World time, how fast it goes, and what happens next by itself.',
    answer: '`ClockSection`',
    async answerTo(call) {
      await call.session().gather();
      return clockSection(call.session());
    },
  }),
  reads('/api/processes', {
    summary: 'The processes of the bot, and what the record counts.',
    answer: '`ProcessesSection`',
    async answerTo(call) {
      await call.session().gather();
      const section = whole.processes(call.session(), nobody);
      if (!section) throw new Problem(503, 'The record does not answer just now. Ask again in a moment.');
      return section;
    },
  }),
  reads('/api/faults', {
    summary: 'Everything that can be made to go wrong, and what of it is on.',
    answer: '`FaultRow[]`',
    answerTo: (call) => whole.faults(call.session(), nobody),
  }),
  reads('/api/traffic', {
    summary: 'What the bot asked the vendors and what they delivered to it, the newest 2000.',
    query: { after: 'only rows with a greater `n`' },
    answer: '`{ rows: TrafficRow[] }`, oldest first',
    answerTo(call) {
      const after = Number(call.query.get('after') ?? 0);
      if (!Number.isInteger(after)) throw new Problem(400, '?after=… must be the `n` of a row.', 'after');
      return { rows: call.session().traffic.after(after) };
    },
  }),
  reads('/api/traffic/:n', {
    summary: 'One exchange with its bodies. The answer is kept for the newest 500, up to 64 KB of it.',
    answer: '`TrafficDetail`',
    answerTo(call) {
      const detail = call.session().traffic.detail(Number(call.id));
      if (!detail) throw new Problem(404, `There is no row ${call.id} (any more); GET /api/traffic lists them.`, 'n');
      return detail;
    },
  }),
  reads('/api/guide', {
    summary: 'The guided stories, and where the one being played stands.',
    answer: '`GuideSection`',
    answerTo: (call) => whole.guide(call.session(), nobody),
  }),
];

/** A rehearsal by a program: people who type, press and read, phones, time and trouble, all through the HTTP control API. */
import type { Act, ActAnswer, ClockAct, FaultAnswer, WorldAct } from '../../../src/sandbox/control/acts.ts';
import type {
  ClockSection,
  FaultRow,
  Message,
  PhoneRow,
  ProcessesSection,
  TrafficDetail,
  TrafficSection,
  WorkspaceSection,
  WorldSection,
} from '../../../src/sandbox/control/wire.ts';
import { controlsOf, optionsOf } from '../../../src/sandbox/slack/blocks/form.ts';
import { string, textOf } from '../../../src/sandbox/slack/json.ts';
import { type Sandbox, startSandbox } from '../../support/sandbox.ts';
import { read } from './screen.ts';

/** A killed worker is started again after seconds, and the machine may do other things too. Milliseconds. */
const PATIENCE = 60_000;
/** Messages shown when what is looked for is not there. */
const LAST = 12;

export interface Rehearsal {
  readonly sandbox: Sandbox;
  /** Slack ids of those with this title, in the order of the cast: `On-call engineer`, `SRE`. */
  cast(title: string): Promise<readonly string[]>;
  channels(): Promise<readonly string[]>;
  /** `/incident …`, and what this person alone is answered. */
  command(as: string, channel: string, text: string): Promise<string>;
  /** Presses what bears this label in the newest message that has it, or takes this option of a menu. */
  press(as: string, channel: string, label: string): Promise<void>;
  /** What people said and the bot posted, as this person sees it, that contains all the words; oldest first. */
  sees(as: string, channel: string, ...words: string[]): Promise<readonly Message[]>;
  /** The newest of it as words; throws with what is there instead. */
  reads(as: string, channel: string, ...words: string[]): Promise<string>;
  /** The newest thing said to this person alone. */
  told(as: string, channel: string): Promise<string>;
  phones(): Promise<readonly PhoneRow[]>;
  /** Acknowledges what the phone of this address rings for. */
  answer(email: string): Promise<void>;
  world(): Promise<WorldSection>;
  deploy(release: Extract<WorldAct, { do: 'deploy' }>['release']): Promise<void>;
  clock(): Promise<ClockSection>;
  pause(): Promise<void>;
  advance(ms: number): Promise<void>;
  /** What a stroke did; nothing for a switch. */
  fault(id: string, on?: boolean): Promise<string | undefined>;
  faultRow(id: string): Promise<FaultRow>;
  processes(): Promise<ProcessesSection>;
  /** What the bot asked of a vendor or was told by it. */
  traffic(server: string, path: RegExp): Promise<readonly TrafficDetail[]>;
  settle(): Promise<void>;
  /** Looks now and after each thing the sandbox tells its pages, until this is there. */
  until<T>(look: () => Promise<T | undefined | false>): Promise<T>;
  /** A new world. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** What is written on it; what has no blocks is only its text. */
const shown = (m: Message): string => read(m) || m.text;

/** Every label of its buttons and menus, and every option in these. */
export const labels = (m: Message): readonly string[] =>
  controlsOf(m.blocks).flatMap(({ element }) => [
    textOf(element.text) || textOf(element.placeholder),
    ...optionsOf(element).map((o) => textOf(o.text)),
  ]);

/** What of the message to press, and what to choose in it. */
function controlIn(m: Message, label: string): Pick<Extract<Act, { do: 'click' }>, 'block' | 'action' | 'choice'>[] {
  return controlsOf(m.blocks).flatMap(({ blockId, element }) => {
    const which = { block: blockId, action: string(element.action_id) ?? '' };
    if (textOf(element.text).includes(label)) return [which];
    const option = optionsOf(element).find((o) => textOf(o.text).includes(label));
    return option ? [{ ...which, choice: textOf(option.text) }] : [];
  });
}

export async function startRehearsal(): Promise<Rehearsal> {
  const sandbox = await startSandbox();
  const { get, post } = sandbox;
  const workspace = (as = '') => get<WorkspaceSection>(`/api/workspace?as=${as}`);
  const messages = async (as: string, channel: string) =>
    (await get<{ messages: Message[] }>(`/api/messages?as=${as}&channel=${channel}`)).messages;
  const whispers = async (as: string, channel: string) =>
    (await messages(as, channel)).filter((m) => m.onlyFor === as).map(shown);
  const said = (all: readonly Message[]) => all.slice(-LAST).map(shown).join('\n--\n');
  const act = async (a: Act) => {
    const { ok, trouble } = await post<ActAnswer>('/api/act', a);
    if (!ok) throw new Error(`Slack shows ${a.as}: ${trouble}`);
  };
  const time = (a: ClockAct) => post('/api/clock', a);

  const r: Rehearsal = {
    sandbox,
    cast: async (title) => (await workspace()).people.filter((p) => p.cast?.title === title).map((p) => p.id),
    channels: async () => (await workspace()).channels.map((c) => c.name),
    async command(as, channel, text) {
      const before = (await whispers(as, channel)).length;
      await act({ as, do: 'command', channel, command: '/incident', text });
      const [answer] = (await whispers(as, channel)).slice(before);
      if (answer === undefined) throw new Error(`${as} was told nothing about: ${text}`);
      return answer;
    },
    async press(as, channel, label) {
      const all = await messages(as, channel);
      const found = all.flatMap((m) => controlIn(m, label).map((control) => ({ ts: m.ts, control }))).at(-1);
      if (!found) throw new Error(`${as} sees no “${label}” in #${channel}:\n${said(all)}`);
      await act({ as, do: 'click', on: { in: 'message', channel, ts: found.ts }, ...found.control });
    },
    sees: async (as, channel, ...words) =>
      (await messages(as, channel)).filter((m) => !m.subtype && words.every((w) => (read(m) + m.text).includes(w))),
    async reads(as, channel, ...words) {
      const found = (await r.sees(as, channel, ...words)).at(-1);
      if (found) return shown(found);
      throw new Error(`${as} sees no “${words.join(', ')}” in #${channel}:\n${said(await messages(as, channel))}`);
    },
    told: async (as, channel) => (await whispers(as, channel)).at(-1) ?? '',
    phones: () => get('/api/phones'),
    async answer(email) {
      const call = (await r.phones()).find((p) => p.email === email)?.calls.find((c) => c.stoppedAt === undefined);
      if (!call) throw new Error(`the phone of ${email} does not ring`);
      await post('/api/phones', { email, incidentId: call.incidentId, do: 'acknowledge' });
    },
    world: () => get('/api/world'),
    deploy: (release) => post('/api/world', { do: 'deploy', release }),
    clock: () => get('/api/clock'),
    pause: () => time({ do: 'pause' }).then(() => {}),
    advance: (ms) => time({ do: 'advance', ms }).then(() => {}),
    fault: async (id, on = true) => (await post<FaultAnswer>('/api/faults', { id, on })).said,
    async faultRow(id) {
      const row = (await get<FaultRow[]>('/api/faults')).find((f) => f.id === id);
      if (!row) throw new Error(`there is no fault ${id}`);
      return row;
    },
    processes: () => get('/api/processes'),
    async traffic(server, path) {
      const { rows } = await get<Pick<TrafficSection, 'rows'>>('/api/traffic');
      const met = rows.filter((t) => t.server === server && path.test(`${t.method} ${t.path}`));
      return Promise.all(met.map((t) => get<TrafficDetail>(`/api/traffic/${t.n}`)));
    },
    settle: () => post('/api/settle', {}),
    async until(look) {
      const tooLong = AbortSignal.timeout(PATIENCE);
      const live = await fetch(`${sandbox.url}/api/live`, { signal: tooLong });
      if (!live.body) throw new Error('the sandbox tells nothing');
      try {
        for await (const _ of live.body) {
          const found = await look();
          if (found !== undefined && found !== false) return found;
        }
      } catch (e) {
        if (!tooLong.aborted) throw e;
      }
      throw new Error(`not there within ${PATIENCE / 1000} s: ${look}`);
    },
    async reset() {
      await post('/api/reset', {});
    },
    stop: () => sandbox.stop(),
  };
  return r;
}

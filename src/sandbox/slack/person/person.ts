/** A person in the simulated Slack: types, clicks, fills in forms, and sees what that person would see. */
import type { Announcement } from '../api/method.ts';
import type { Choice } from '../blocks/form.ts';
import { Cannot } from '../cannot.ts';
import type { Answer, Outgoing } from '../deliver/answer.ts';
import * as payloads from '../deliver/payloads.ts';
import { showCommandAnswer, showSubmissionAnswer } from '../deliver/responses.ts';
import { type Json, record, records, string } from '../json.ts';
import type { Channel, Message, User, View } from '../model/types.ts';
import type { Workspace } from '../model/workspace.ts';
import { actionOf, findControl, type Which } from './act.ts';
import { fill, hold, obstacles, type Values } from './fill.ts';
import { asSlackSends } from './typed.ts';
import { until, type WaitOptions } from './wait.ts';
import { waitForMessage } from './wait-for-message.ts';

export interface PersonOptions {
  readonly workspace: Workspace;
  readonly responseBase: string;
  send(outgoing: Outgoing): Promise<Answer>;
  announce(what: Announcement): Promise<Answer>[];
}

export interface Said {
  readonly message: Message;
  /** One per event Slack sent about it. */
  readonly answers: readonly Answer[];
}

export class SlackPerson {
  readonly id: string;
  readonly #o: PersonOptions;

  constructor(id: string, o: PersonOptions) {
    if (!o.workspace.people.get(id)) throw new Cannot(`Nobody here has the id ${id}`);
    this.id = id;
    this.#o = o;
  }

  get user(): User {
    const user = this.#o.workspace.people.get(this.id);
    if (!user) throw new Cannot(`Nobody here has the id ${this.id}`);
    return user;
  }

  /** `/incident declare …`, in the channel and never in a thread: Slack has no slash commands there. */
  async command(channel: string, command: string, text = ''): Promise<Answer> {
    const w = this.#o.workspace;
    const place = this.#reachable(channel);
    const payload = payloads.commandPayload(this.#origin, place, command, asSlackSends(text, w));
    const answer = await this.#o.send({ kind: 'command', name: command, payload, takesAnswer: true });
    showCommandAnswer(w, { channel: place.id, user: this.id }, command, answer);
    return answer;
  }

  async say(channel: string, text: string, { threadTs }: { threadTs?: string } = {}): Promise<Said> {
    const place = this.#reachable(channel);
    if (!place.members.has(this.id)) throw new Cannot(`${this.user.name} is not in #${place.name}: join first`);
    const typed = asSlackSends(text, this.#o.workspace);
    const thread = threadTs === undefined ? {} : { threadTs };
    const message = this.#o.workspace.messages.post({ channel: place.id, user: this.id, text: typed, ...thread });
    return { message, answers: await Promise.all(this.#o.announce({ kind: 'message', message })) };
  }

  /** A direct message to the app. */
  dm(text: string): Promise<Said> {
    return this.say(this.#o.workspace.dm(this.id).id, text);
  }

  /** Presses a button, or chooses in a select or picker. The message may be an old screen: then the click is late. */
  async click(message: Message, which: Which, choice?: Choice, offered: readonly Json[] = []): Promise<Answer> {
    const w = this.#o.workspace;
    const control = findControl(message.blocks, which);
    const action = actionOf(control, choice, w.ids.ts(), offered);
    const held = record(action);
    const state =
      control.element.type === 'button' || control.element.type === 'overflow' ? {} : hold({}, control, held);
    return this.#interact('block_actions', payloads.messageActionsPayload(this.#origin, message, action, state));
  }

  /** The same in an open modal or on the App Home. */
  async clickIn(view: View, which: Which, choice?: Choice, offered: readonly Json[] = []): Promise<Answer> {
    const w = this.#o.workspace;
    const open = this.#open(view);
    const control = findControl(open.blocks, which);
    const action = actionOf(control, choice, w.ids.ts(), offered);
    const chosen =
      choice === undefined || control.element.type === 'overflow'
        ? undefined
        : { [control.blockId]: { [String(control.element.action_id)]: choice } };
    const now = chosen ? w.views.note(open.id, { state: fill(open, chosen, offered) }) : open;
    return this.#interact('block_actions', payloads.viewActionsPayload(this.#origin, now ?? open, action));
  }

  /** Types and chooses in an open modal, without sending it. */
  fillIn(view: View, values: Values, offered: readonly Json[] = []): View {
    const open = this.#open(view);
    return this.#o.workspace.views.note(open.id, { state: fill(open, values, offered) }) ?? open;
  }

  /** What an external select offers for what was typed: the app's own options, and what stands above them. */
  async offers(where: Message | View, which: Which, typed: string) {
    const { blockId, element } = findControl(where.blocks, which);
    const payload = payloads.suggestionPayload(this.#origin, where, blockId, String(element.action_id), typed);
    const answer = await this.#interact('block_suggestion', payload, true);
    const { options, option_groups } = record(answer.body);
    const groups = records(option_groups);
    const heading = string(record(groups[0]?.label).text);
    const all = [...records(options), ...groups.flatMap((g) => records(g.options))];
    return { answer, options: all, ...(heading === undefined ? {} : { heading }) };
  }

  async suggestions(where: Message | View, which: Which, typed: string): Promise<Json[]> {
    return (await this.offers(where, which, typed)).options;
  }

  /** Fills in and submits a modal. Throws when Slack's own window would not let it go. */
  async submit(view: View, values: Values = {}, offered: readonly Json[] = []): Promise<Answer> {
    const w = this.#o.workspace;
    const open = this.#open(view);
    const state = fill(open, values, offered);
    const [obstacle] = obstacles(open, state);
    if (obstacle) {
      const { block, field, text } = obstacle;
      throw new Cannot(`Slack would not submit the form. ${field}: ${text}`, block);
    }
    const filled = w.views.note(open.id, { state, errors: {}, trouble: '' }) ?? open;
    const answer = await this.#interact('view_submission', payloads.submissionPayload(this.#origin, filled), true);
    showSubmissionAnswer(w, w.views.get(open.id) ?? filled, answer);
    return answer;
  }

  /** Closes a modal; the app hears of it only when it asked to. */
  async dismiss(view: View): Promise<Answer | undefined> {
    const w = this.#o.workspace;
    const open = this.#open(view);
    const cleared = open.content.clear_on_close === true;
    if (cleared) w.views.clear(this.id);
    else w.views.close(open.id);
    if (open.content.notify_on_close !== true) return undefined;
    return this.#interact('view_closed', payloads.closedPayload(this.#origin, open, cleared));
  }

  shortcut(callbackId: string): Promise<Answer> {
    return this.#interact('shortcut', payloads.shortcutPayload(this.#origin, callbackId));
  }

  messageShortcut(message: Message, callbackId: string): Promise<Answer> {
    return this.#interact('message_action', payloads.messageShortcutPayload(this.#origin, message, callbackId));
  }

  react(message: Message, name: string): Promise<Answer[]> {
    const added = this.#o.workspace.messages.react(message.channel, message.ts, this.id, name);
    return added
      ? Promise.all(this.#o.announce({ kind: 'reaction', added, user: this.id, name, message }))
      : Promise.resolve([]);
  }

  unreact(message: Message, name: string): Promise<Answer[]> {
    const gone = this.#o.workspace.messages.unreact(message.channel, message.ts, this.id, name);
    return gone
      ? Promise.all(this.#o.announce({ kind: 'reaction', added: false, user: this.id, name, message }))
      : Promise.resolve([]);
  }

  join(channel: string): Promise<Answer[]> {
    const w = this.#o.workspace;
    const place = this.#reachable(channel);
    if (place.members.has(this.id)) return Promise.resolve([]);
    place.members.add(this.id);
    w.systemLine(place.id, this.id, 'channel_join', `<@${this.id}> has joined the channel`);
    return Promise.all(this.#o.announce({ kind: 'joined', channel: place.id, user: this.id }));
  }

  openHome(): Promise<Answer[]> {
    return Promise.all(this.#o.announce({ kind: 'home', user: this.id }));
  }

  /** What this person sees in a channel, oldest first: their own ephemeral messages too, nobody else's. */
  seen(channel: string): Message[] {
    return this.#o.workspace.messages.of(this.#reachable(channel).id, this.id);
  }

  /** Their direct message with the app. */
  seenInDm(): Message[] {
    return this.seen(this.#o.workspace.dm(this.id).id);
  }

  /** Open modals, the topmost last. */
  modals(): readonly View[] {
    return this.#o.workspace.views.modals(this.id);
  }

  home(): View | undefined {
    return this.#o.workspace.views.home(this.id);
  }

  /** The newest message this person sees, in any channel of theirs or the one named, that `matches`; waits for it. */
  waitFor(matches: (m: Message) => boolean, o: WaitOptions & { channel?: string } = {}): Promise<Message> {
    const w = this.#o.workspace;
    const only = o.channel === undefined ? undefined : this.#reachable(o.channel).id;
    const sees = (m: Message) => {
      const place =
        only === undefined ? (w.channels.get(m.channel)?.members.has(this.id) ?? false) : m.channel === only;
      return place && (m.onlyFor === undefined || m.onlyFor === this.id);
    };
    return waitForMessage(w, sees, matches, o);
  }

  /** The topmost open modal that `matches`; waits for it. */
  waitForModal(matches: (v: View) => boolean = () => true, o: WaitOptions = {}): Promise<View> {
    const told = () =>
      this.modals()
        .map((v) => JSON.stringify(v.content))
        .join('\n');
    return until(
      () => this.modals().findLast(matches),
      (again) => this.#o.workspace.views.onChange(again),
      told,
      o,
    );
  }

  /** The App Home once it `matches`; waits for it. */
  waitForHome(matches: (v: View) => boolean = () => true, o: WaitOptions = {}): Promise<View> {
    const look = () => [this.home()].find((v) => v !== undefined && matches(v));
    return until(
      look,
      (again) => this.#o.workspace.views.onChange(again),
      () => JSON.stringify(this.home()?.content ?? ''),
      o,
    );
  }

  get #origin(): payloads.Origin {
    return { workspace: this.#o.workspace, user: this.id, responseBase: this.#o.responseBase };
  }

  #interact(name: string, payload: Json, takesAnswer = false): Promise<Answer> {
    return this.#o.send({ kind: 'interaction', name, payload, takesAnswer });
  }

  #open(view: View): View {
    const open = this.#o.workspace.views.get(view.id);
    if (!open || open.user !== this.id) throw new Cannot(`${this.user.name} does not have that view open`);
    return open;
  }

  #reachable(channel: string): Channel {
    const found = this.#o.workspace.channel(channel);
    if (found.kind === 'public' || found.members.has(this.id)) return found;
    throw new Cannot(`${this.user.name} cannot see #${found.name}`);
  }
}

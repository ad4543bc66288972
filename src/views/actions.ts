/** Every action_id and callback_id we send, and how the opaque ids on buttons are written and read. */

export const ACTIONS = {
  ack: 'incident.ack',
  update: 'incident.update',
  resolve: 'incident.resolve',
  reopen: 'incident.reopen',
  runbook: 'incident.run',
  escalate: 'incident.escalate',
  severity: 'incident.severity',
  state: 'incident.state',
  join: 'incident.join',
  show: 'incident.show',
  timeline: 'incident.timeline',
  declareForm: 'form.declare',
  choice: 'run.choice',
  answer: 'run.answer',
  answerForm: 'form.answer',
  abort: 'run.abort',
  pause: 'run.pause',
  resume: 'run.resume',
  logs: 'run.logs',
  undo: 'run.undo',
  replan: 'run.replan',
  happened: 'run.happened',
  notHappened: 'run.not-happened',
  approve: 'approval.approve',
  glassForm: 'form.glass',
  reviewed: 'approval.reviewed',
  reject: 'approval.reject',
  /** The select of an input whose values are looked up. */
  name: 'form.name',
  /** A link button: Slack tells us about the click, there is nothing to do. */
  link: 'link',
} as const;
export type Action = (typeof ACTIONS)[keyof typeof ACTIONS];

export const MODALS = {
  declare: 'modal.declare',
  update: 'modal.update',
  resolve: 'modal.resolve',
  answer: 'modal.answer',
  logs: 'modal.logs',
  run: 'modal.run',
  glass: 'modal.glass',
} as const;
export type Modal = keyof typeof MODALS;

/** Slack wants action ids unique within a row; what follows `#` only makes them so. */
export const nth = (action: Action, n: number): string => `${action}#${n}`;

/** The registry's action behind an action_id, or undefined for one we never sent. */
export function actionOf(actionId: string): Action | undefined {
  const bare = actionId.split('#')[0];
  return Object.values(ACTIONS).find((a) => a === bare);
}

/** `42` */
export function readId(value: string | undefined): number | undefined {
  return value !== undefined && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : undefined;
}

/** `42:p1`: an incident and what was chosen from a menu. */
export const pick = (incident: number, choice: string): string => `${incident}:${choice}`;

export function readPick(value: string | undefined): { id: number; choice: string } | undefined {
  const at = value?.indexOf(':') ?? -1;
  const id = readId(value?.slice(0, at));
  return value === undefined || at < 0 || id === undefined ? undefined : { id, choice: value.slice(at + 1) };
}

/** `17:<step path>` */
export const stepId = pick;
export const readStepId = readPick;

/** `17:2:<step path>`: an option by its place; its words stay in the run. */
export const optionId = (run: number, option: number, step: string): string => `${run}:${option}:${step}`;

export function readOptionId(value: string | undefined): { run: number; option: number; step: string } | undefined {
  const m = /^([1-9]\d{0,14}):(\d{1,3}):(.+)$/s.exec(value ?? '');
  return m ? { run: Number(m[1]), option: Number(m[2]), step: m[3] ?? '' } : undefined;
}

interface AnswerRef {
  readonly run: number;
  readonly step: string;
  readonly answer?: number;
  readonly item?: number;
}

/** `17:a0:<step path>`: the first answer; `17:i3:<step path>`: the fourth item of a list. */
export const answerId = (a: AnswerRef): string =>
  `${a.run}:${a.item === undefined ? `a${a.answer ?? 0}` : `i${a.item}`}:${a.step}`;

export function readAnswerId(value: string | undefined): AnswerRef | undefined {
  const m = /^([1-9]\d{0,14}):([ai])(\d{1,3}):(.+)$/s.exec(value ?? '');
  if (!m) return undefined;
  const which = m[2] === 'a' ? { answer: Number(m[3]) } : { item: Number(m[3]) };
  return { run: Number(m[1]), step: m[4] ?? '', ...which };
}

/** `<run>.<16 hex of the digest>` */
export function runOfApproval(approval: string | undefined): number | undefined {
  const m = /^([1-9]\d{0,14})\.[0-9a-f]{16}$/.exec(approval ?? '');
  return m ? Number(m[1]) : undefined;
}

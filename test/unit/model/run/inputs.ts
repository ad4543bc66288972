/** A happening as the product is told of it: workers answer for the attempt that is under way, buttons name a plan. */
import type { RunInput } from '../../../../src/domain/runbook/inputs.ts';
import type { Run } from '../../../../src/domain/runbook/model.ts';
import { canonical } from '../../../../src/lib/json.ts';
import { sha256 } from '../../run-play.ts';
import type { Book } from './books.ts';
import type { Button, Click, Happening } from './happenings.ts';

type Data<T extends RunInput['type']> = Extract<RunInput, { type: T }>['data'];
type Told = { [T in RunInput['type']]: readonly [type: T, data: Data<T>] }[RunInput['type']];

const UNDO = { kind: 'kubernetes.scale', params: { replicas: 10 }, summary: 'Back to 10' } as const;
const SELF = 7;

const plans = new Map<string, { readonly plan: string; readonly digest: string; readonly id: string }>();

/** What a worker makes of a step at an attempt: the same bytes each time. */
export function planOf(step: string, attempt: number) {
  const of = `${step}#${attempt}`;
  const known = plans.get(of);
  if (known) return known;
  const plan = canonical({ run: SELF, step, attempt, summary: 'Do it', changes: [], notes: [], undo: UNDO });
  const digest = sha256(plan);
  const made = { plan, digest, id: `${SELF}.${digest.slice(0, 16)}` };
  plans.set(of, made);
  return made;
}

function idOf(button: Button, step: string, attempt: number): string {
  switch (button) {
    case 'shown':
      return planOf(step, attempt).id;
    case 'old':
      return planOf(step, attempt - 1).id;
    case 'another run’s':
      return planOf(step, attempt).id.replace(/^7/, '8');
    case 'forged':
      return `${SELF}.${'0'.repeat(16)}`;
  }
}

const clicker = ({ account, groups }: Click) => ({ person: account, groups });

function told(h: Happening, book: Book, run: Run | undefined, step: string): Told {
  const attempt = run?.steps[step]?.attempt ?? 0;
  const of = { step, attempt };
  switch (h.does) {
    case 'start':
      return [
        'run.start',
        { incident: 42, runbook: book.runbook, inputs: {}, service: {}, incidentFacts: {}, requester: 'slack:U0ADA' },
      ];
    case 'choose':
      return ['choice.made', { step: '1', option: h.option, ...clicker(h.by) }];
    case 'planned': {
      const { plan, digest } = planOf(step, attempt);
      return ['step.planned', { ...of, plan, digest }];
    }
    case 'carded':
      return ['approval.carded', { step, digest: planOf(step, attempt).digest, channel: 'C1', ts: `${attempt}` }];
    case 'approve':
    case 'reject': {
      const approval = idOf(h.button, step, attempt);
      const card = h.copied ? { card: { channel: 'C9', ts: '9' } } : {};
      return [`approval.${h.does}`, { approval, ...clicker(h.by), ...card }];
    }
    case 'replan':
      return ['step.replan', { step, ...clicker(h.by) }];
    case 'abort':
      return ['run.abort', { reason: 'wrong runbook', ...clicker(h.by) }];
    case 'pause':
    case 'resume':
      return [`run.${h.does}`, clicker(h.by)];
    case 'retry':
    case 'skip':
      return [`step.${h.does}`, { step, reason: 'because', ...clicker(h.by) }];
    case 'undo':
      return ['run.undo', { step, ...clicker(h.by) }];
    case 'drifted':
      return ['step.drifted', { ...of, moved: ['replicas: 10 → 14'] }];
    case 'unknown':
      return ['step.unknown', { ...of, reason: 'the worker died' }];
    case 'settled':
      return ['step.settled', h.ok ? { ...of, output: { replicas: 15 }, undo: UNDO } : { ...of, failure: 'denied' }];
    case 'cleared':
      return ['step.cleared', { step, happened: h.happened, ...clicker(h.by) }];
    case 'undone':
      return ['run.undo-ended', { step, done: h.ok }];
    case 'incident over':
      return ['run.incident-ended', { reason: 'INC-42 was resolved' }];
    case 'late':
      return ['step.settled', { step, attempt: attempt - 1, output: { replicas: 15 } }];
    case 'expire':
    case 'look':
    case 'busy':
    case 'free':
      throw new Error(`the product is not told of “${h.does}” like this`);
  }
}

/** `n` makes it another happening than the one before. */
export function inputOf(h: Happening, book: Book, run: Run | undefined, step: string, n: number): RunInput {
  const [type, data] = told(h, book, run, step);
  const input = { type, to: { kind: 'run', id: SELF }, key: `k${n}`, actor: 'test', source: 'cli', data };
  return input as unknown as RunInput;
}

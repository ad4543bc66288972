/** What every control does: hold what was chosen, ask first where the app wants that, tell the app, and say when it did not answer. */
import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Json } from '../../control/wire.ts';
import { type Choice, choose } from '../../slack/blocks/form.ts';
import { isRecord, record, string } from '../../slack/json.ts';
import { Confirm } from '../parts/confirm.tsx';
import { tryAct } from '../state/ask.ts';
import { plainOf } from './choosing.ts';
import { useAround, useSurface } from './surface.ts';
import { TextObject } from './text-object.tsx';

export interface Control {
  readonly held: Json | undefined;
  /** True while the app is being told. */
  readonly busy: Signal<boolean>;
  /** A press, or a choice. Resolves once the app has answered, or the person thought better of it. */
  readonly use: (choice?: Choice, offered?: readonly Json[]) => Promise<void>;
  /** The confirm dialog while it is open: to be placed anywhere in the control. */
  readonly asking: ComponentChildren;
}

export function useControl(element: Json): Control {
  const surface = useSurface();
  const around = useAround();
  const busy = useSignal(false);
  const question = useSignal<((yes: boolean) => void) | undefined>(undefined);
  const acts = around.field ? around.field.dispatch : true;

  const tell = async (choice: Choice | undefined) => {
    around.trouble.value = '';
    busy.value = true;
    const values = surface.values?.();
    const asked = await tryAct({
      do: 'click',
      on: surface.place,
      block: around.block,
      action: string(element.action_id) ?? '',
      ...(choice === undefined ? {} : { choice }),
      ...(values === undefined ? {} : { values }),
    });
    busy.value = false;
    around.trouble.value = asked.ok ? (asked.answer.trouble ?? '') : asked.why;
  };
  const agreed = () =>
    new Promise<boolean>((resolve) => {
      question.value = resolve;
    });

  const use = async (choice?: Choice, offered: readonly Json[] = []) => {
    if (busy.value) return;
    if (acts && isRecord(element.confirm) && !(await agreed())) return;
    if (choice !== undefined && element.type !== 'overflow')
      surface.hold(around.block, element, choose(element, choice, offered));
    if (acts) await tell(choice);
  };
  const answer = (yes: boolean) => {
    question.value?.(yes);
    question.value = undefined;
  };

  return {
    held: surface.held(around.block, element),
    busy,
    use,
    asking: question.value ? <Question confirm={record(element.confirm)} onAnswer={answer} /> : null,
  };
}

const Question = ({ confirm, onAnswer }: { readonly confirm: Json; readonly onAnswer: (yes: boolean) => void }) => (
  <Confirm
    title={plainOf(confirm.title)}
    yes={plainOf(confirm.confirm)}
    no={plainOf(confirm.deny)}
    danger={confirm.style === 'danger'}
    onYes={() => onAnswer(true)}
    onClose={() => onAnswer(false)}
  >
    <TextObject of={record(confirm.text)} />
  </Confirm>
);

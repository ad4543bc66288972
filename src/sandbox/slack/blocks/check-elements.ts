/** Slack's limits on the interactive elements of Block Kit. */
import { isRecord, type Json, record, records, string } from '../json.ts';
import { optionsOf } from './form.ts';
import type { Problems } from './problems.ts';

const pickers = ['datepicker', 'timepicker', 'datetimepicker'] as const;
const selects = ['static', 'external', 'users', 'conversations', 'channels'].flatMap((k) => [
  `${k}_select`,
  `multi_${k}_select`,
]);
const choices = ['radio_buttons', 'checkboxes'] as const;
const typed = ['plain_text_input', 'number_input', 'email_text_input', 'url_text_input', 'rich_text_input'] as const;

/** Which elements may stand where. */
export const allowedIn: Record<'actions' | 'accessory' | 'input', readonly string[]> = {
  actions: ['button', 'workflow_button', 'overflow', ...selects, ...pickers, ...choices, 'rich_text_input'],
  accessory: ['button', 'workflow_button', 'overflow', 'image', ...selects, ...pickers, ...choices],
  input: [...selects, ...pickers, ...choices, ...typed, 'file_input'],
};

export function checkElement(p: Problems, at: string, v: unknown, place: keyof typeof allowedIn): void {
  const type = isRecord(v) ? (string(v.type) ?? 'none') : 'none';
  if (!isRecord(v) || !allowedIn[place].includes(type)) {
    p.add(`${at}/type`, `unsupported type: ${type}`);
    return;
  }
  p.length(`${at}/action_id`, v.action_id, 255, 1);
  p.text(`${at}/placeholder`, v.placeholder, 150);
  if (v.confirm !== undefined) checkConfirm(p, `${at}/confirm`, v.confirm);
  checks[type]?.(p, at, v);
}

/** What each kind of element adds to the common checks. */
const checks: Record<string, (p: Problems, at: string, v: Json) => void> = {
  button: checkButton,
  image: checkImage,
  overflow: (p, at, v) => checkOptions(p, at, v, 5),
  radio_buttons: (p, at, v) => checkOptions(p, at, v, 10),
  checkboxes: (p, at, v) => checkOptions(p, at, v, 10),
  static_select: (p, at, v) => checkOptions(p, at, v, 100),
  multi_static_select: (p, at, v) => checkOptions(p, at, v, 100),
  plain_text_input: checkTextInput,
  number_input: (p, at, v) => p.required(at, v, 'is_decimal_allowed'),
  datepicker: (p, at, v) => checkForm(p, `${at}/initial_date`, v.initial_date, /^\d{4}-\d\d-\d\d$/, 'a valid date'),
  timepicker: (p, at, v) => checkForm(p, `${at}/initial_time`, v.initial_time, /^\d\d:\d\d$/, 'a valid time'),
};

export function checkImage(p: Problems, at: string, v: Json): void {
  if (v.image_url === undefined && v.slack_file === undefined) p.add(at, 'missing required field: image_url');
  p.length(`${at}/image_url`, v.image_url, 3000, 1);
  if (p.required(at, v, 'alt_text')) p.length(`${at}/alt_text`, v.alt_text, 2000);
}

function checkButton(p: Problems, at: string, v: Json): void {
  if (p.required(at, v, 'text')) p.text(`${at}/text`, v.text, 75);
  p.length(`${at}/value`, v.value, 2000);
  p.length(`${at}/url`, v.url, 3000);
  p.length(`${at}/accessibility_label`, v.accessibility_label, 75);
  if (v.style !== undefined && v.style !== 'primary' && v.style !== 'danger')
    p.add(`${at}/style`, 'must be primary or danger');
}

function checkConfirm(p: Problems, at: string, v: unknown): void {
  const confirm = record(v);
  p.required(at, confirm, 'title', 'text', 'confirm', 'deny');
  p.text(`${at}/title`, confirm.title, 100);
  p.text(`${at}/text`, confirm.text, 300, 'any');
  p.text(`${at}/confirm`, confirm.confirm, 30);
  p.text(`${at}/deny`, confirm.deny, 30);
}

function checkTextInput(p: Problems, at: string, v: Json): void {
  const { max_length: max, min_length: min } = v;
  if (typeof max === 'number' && (max < 1 || max > 3000)) p.add(`${at}/max_length`, 'must be between 1 and 3000');
  if (typeof min === 'number' && (min < 0 || min > 3000)) p.add(`${at}/min_length`, 'must be between 0 and 3000');
  p.length(`${at}/initial_value`, v.initial_value, typeof max === 'number' ? max : 3000);
}

function checkOptions(p: Problems, at: string, v: Json, most: number): void {
  if (v.option_groups !== undefined) {
    p.count(`${at}/option_groups`, v.option_groups, 100);
    for (const [g, group] of records(v.option_groups).entries()) {
      p.text(`${at}/option_groups/${g}/label`, group.label, 75);
      checkOptionList(p, `${at}/option_groups/${g}/options`, group.options, most);
    }
  } else checkOptionList(p, `${at}/options`, v.options, most);
  const values = new Set(optionsOf(v).map((o) => o.value));
  const initial = [...records([v.initial_option]), ...records(v.initial_options)];
  for (const o of initial) {
    if (!values.has(o.value)) p.add(`${at}/initial_option`, 'must be one of the provided options');
  }
}

function checkOptionList(p: Problems, at: string, v: unknown, most: number): void {
  for (const [i, o] of p.count(at, v, most).entries()) {
    const option = record(o);
    p.required(`${at}/${i}`, option, 'text', 'value');
    p.text(`${at}/${i}/text`, option.text, 75, 'any');
    p.length(`${at}/${i}/value`, option.value, 150);
    p.text(`${at}/${i}/description`, option.description, 75, 'any');
  }
}

function checkForm(p: Problems, at: string, v: unknown, form: RegExp, what: string): void {
  if (v !== undefined && !(typeof v === 'string' && form.test(v))) p.add(at, `must be ${what}`);
}

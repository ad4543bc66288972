/** The hazards of the runbooks in use: where, which, what to do; and what was accepted, with its reason. */
import type { Finding, Gravity } from '../domain/check/model.ts';
import { bold, code, say, type Text } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { context, header, lines, paragraph } from './blocks.ts';
import { message } from './message.ts';

const SHOWN = 20;
const SIGNS: Readonly<Record<Gravity, string>> = { error: '🔴', warning: '🟠', note: '⚪' };
const worst: readonly Gravity[] = ['error', 'warning', 'note'];

const row = ({ rule, file, line, what, accepted }: Finding): Text[] => [
  say`${accepted === undefined ? SIGNS[rule.gravity] : '✅'} ${bold(`${rule.id} ${rule.title}`)}: ${what}  ${code(`${file}:${line}`)}`,
  accepted === undefined ? say`      ${rule.remedy}` : say`      Accepted: ${accepted}`,
];

/** `about` is the name of one runbook; absent: everything. */
export function lintView(findings: readonly Finding[], look: { about?: string; prefix: string }): Message {
  const { about, prefix } = look;
  const open = findings.filter((f) => f.accepted === undefined);
  const sorted = open.toSorted((a, b) => worst.indexOf(a.rule.gravity) - worst.indexOf(b.rule.gravity));
  const accepted = findings.filter((f) => f.accepted !== undefined);
  const shown = [...sorted, ...accepted].slice(0, SHOWN);
  const left = findings.length - shown.length;
  const of = about ? ` of ${about}` : '';
  const sum = `${open.length === 0 ? 'No hazards' : `${open.length} ${open.length === 1 ? 'hazard' : 'hazards'}`}${of}${accepted.length > 0 ? `, ${accepted.length} accepted` : ''}`;
  return message(
    [
      header(sum),
      ...lines(shown.flatMap(row), 300),
      ...(left > 0
        ? paragraph(say`… and ${left} more: ${code(`${prefix} lint NAME`)} shows those of one runbook.`)
        : []),
      context(say`Of the set in use. ${code('tocsin check')} says the same of a folder, before it is in use.`),
    ],
    say`${sum}`,
  );
}

/** I-1, I-2, I-21: what was answered stands; what was not is whole or absent; what was refused changed nothing. */
import type { Breach, Check } from './evidence.ts';

/** Inputs of people and PagerDuty have inbox keys; what a worker settles has an effect's. */
const FROM_OUTSIDE = /^(slack|pagerduty):/;

export const commands: Check = (e) => {
  const out: Breach[] = [];
  const inbox = new Map(e.inbox.map((r) => [r.key, r]));
  for (const a of e.asked) {
    if (a.answeredOk && !a.recorded) {
      out.push({ invariant: 'I-1', what: `“${a.what}” by ${a.who} was answered and is not in the record (${a.key})` });
    }
  }
  const written = new Map<string, string>();
  for (const { kind, id, entries } of e.aggregates) {
    for (const t of entries) {
      if (!FROM_OUTSIDE.test(t.request)) continue;
      const there = written.get(t.request) ?? `${kind}/${id}`;
      written.set(t.request, there);
      if (there !== `${kind}/${id}`) {
        out.push({ invariant: 'I-1', what: `${t.request} was taken twice: by ${there} and by ${kind}/${id}` });
      }
      if (!inbox.has(t.request)) {
        out.push({
          invariant: 'I-2',
          what: `${kind}/${id} #${t.seq} was written by ${t.request}, which the inbox does not know`,
        });
      }
      // A refusal may record that somebody tried, and nothing else.
      const refused = inbox.get(t.request)?.code?.startsWith('refused.') === true;
      if (refused && t.type !== 'click.refused') {
        out.push({ invariant: 'I-21', what: `${t.request} was refused and wrote ${t.type} to ${kind}/${id}` });
      }
    }
  }
  for (const a of e.asked) {
    const row = inbox.get(a.key);
    if (row?.code === 'declared' && !written.has(a.key)) {
      out.push({ invariant: 'I-2', what: `“${a.what}” is in the inbox as declared, and no incident knows it` });
    }
  }
  return out;
};

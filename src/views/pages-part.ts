/** Who has been paged and whether it arrived; and the warning nobody may miss when it did not. */
import type { Incident, Page } from '../domain/incident/model.ts';
import { bold, code, joined, say, type Text } from '../lib/text.ts';
import { type Block, lines } from './blocks.ts';
import { type People, type Phone, pageStatus, phoneLines, targetName, who } from './who.ts';

const current = (i: Incident): Page[] => Object.values(i.pages).filter((p) => p.generation === i.generation);
/** Also one that PagerDuty has not taken for so long that people were told. */
const missed = (p: Page) =>
  p.status === 'failed' || p.status === 'unreached' || (p.status === 'sending' && p.failure !== undefined);

function pageLine(p: Page, people: People): Text {
  const whom =
    p.people.length > 0
      ? say` (${joined(
          p.people.map((id) => [who(id, people)]),
          ', ',
        )})`
      : [];
  return say`${pageStatus(p.status)} · ${p.level > 0 ? `L${p.level} ` : ''}${targetName(p.target, people)}${whom} · ${code(p.dedupKey)}`;
}

/** Newest last, as they were paged. */
export function pagesPart(i: Incident, people: People): Block[] {
  const pages = current(i).sort((a, b) => a.at - b.at);
  if (pages.length === 0) return [];
  const shown = pages.slice(-12);
  const more = pages.length - shown.length;
  return lines(
    [[bold('Paged')], ...(more > 0 ? [say`… and ${more} earlier`] : []), ...shown.map((p) => pageLine(p, people))],
    400,
  );
}

/** Names the targets, why, and the numbers to dial, those of the missed people first. */
export function notPaged(i: Incident, phones: readonly Phone[], people: People): Block[] {
  const failed = current(i).filter(missed);
  if (failed.length === 0) return [];
  const numbers = phoneLines(
    phones,
    failed.flatMap((p) => p.people),
  );
  return lines(
    [
      ...failed.map(
        (p) => say`🚨 ${bold(`NOT PAGED: ${targetName(p.target, people)}`)}${p.failure ? say` — ${p.failure}` : []}`,
      ),
      numbers.length > 0 ? say`Call by hand:` : say`No phone numbers are configured: call whoever you can reach.`,
      ...numbers,
    ],
    400,
  );
}

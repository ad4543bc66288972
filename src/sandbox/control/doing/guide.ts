/** The guide, told what its reader wants: a story, an offer of the step that is now, or to be left alone. */
import type { GuideAct } from '../acts.ts';
import { Problem } from '../problem.ts';
import type { Session } from '../session.ts';

export async function doGuide(session: Session, act: GuideAct): Promise<void> {
  const { guide } = session;
  guide.look();
  const { stories, playing } = guide.section();
  if (act.do === 'begin') need(stories, act.story, 'story');
  if (act.do === 'offer') need(playing?.offers ?? [], act.offer, 'offer');
  try {
    await guide.act(act);
  } finally {
    // An offer does things in the world, and those are told as they happen; this tells what the guide makes of it.
    session.changed('guide', 'world', 'phones');
  }
}

function need(there: readonly { readonly id: string }[], id: string, what: 'story' | 'offer'): void {
  if (there.some((t) => t.id === id)) return;
  const ids = there.map((t) => t.id).join(', ') || 'none';
  throw new Problem(404, `There is no ${what} "${id}" now; there is: ${ids}.`, what);
}

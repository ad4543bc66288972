/** The sections that are told whole, each as a function of the world and of who looks. */
import type { Session } from '../session.ts';
import type { SectionName, Sections } from '../wire.ts';
import { phonesSection } from './phones.ts';
import { workspaceSection } from './workspace.ts';
import { worldSection } from './world.ts';

export interface Viewer {
  /** Slack id; somebody unknown, or nobody, sees what is public. */
  readonly as: string;
  /** Id of the open channel. */
  readonly channel: string;
}

type Whole = Exclude<SectionName, 'status' | 'clock' | 'messages' | 'series' | 'traffic'>;

/** Undefined: not known yet. */
export const whole: { readonly [K in Whole]: (session: Session, viewer: Viewer) => Sections[K] | undefined } = {
  workspace: (s, { as }) => workspaceSection(s, as),
  views: ({ rig }, { as }) => ({ modals: rig.slack.workspace.views.modals(as) }),
  phones: phonesSection,
  world: worldSection,
  processes({ rig, gathered: { record } }) {
    return record && { processes: rig.processes(), record, backend: rig.backend };
  },
  faults: ({ faults }) => faults.rows(),
  guide({ guide }) {
    guide.look();
    return guide.section();
  },
};

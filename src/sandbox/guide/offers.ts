/** What a story can do when it is asked to: releases of CI, and time that passes. */
import type { Rig } from '../control/rig.ts';
import type { Pointer } from '../control/wire.ts';
import { IMAGE } from '../service/seed.ts';
import { isWell, lookAtService } from './scene/service-seen.ts';
import type { Offer } from './story.ts';

export const MINUTE = 60_000;
/** The release the world begins with. */
export const KNOWN_GOOD = 'v41';
export const imageOf = (release: string): string => `${IMAGE}:${release}`;

export const offer = ({ id }: Offer): Pointer => ({ target: { kind: 'offer', id } });

/** CI deploys a release; what is marked bad crashes soon after it started. */
export const deploys = (release: string, why: string, behaviour: 'good' | 'crash'): Offer => ({
  id: `deploy-${release}`,
  label: `CI deploys ${release}`,
  async make(rig) {
    rig.cluster.world.deploy(imageOf(release), `release ${release}: ${why}`, behaviour);
  },
});

/** The first bad release of a story. CI puts back what works before, if an earlier story left the service broken. */
export const breaksWith = (release: string, why: string): Offer => {
  const bad = deploys(release, why, 'crash');
  return {
    ...bad,
    async make(rig) {
      if (!isWell(lookAtService(rig.cluster.world))) {
        await deploys(KNOWN_GOOD, 'what works', 'good').make(rig);
        await rig.advance(MINUTE);
      }
      await bad.make(rig);
    },
  };
};

const inWords = (minutes: number): string => (minutes === 1 ? 'a minute' : `${minutes} minutes`);

export const passes = (minutes: number): Offer => ({
  id: `pass-${minutes}m`,
  label: `Let ${inWords(minutes)} pass`,
  make: (rig: Rig) => rig.advance(minutes * MINUTE),
});

/** In half minutes: it need not change with every look, and does not run past what comes a minute later. */
const GRAIN = MINUTE / 2;

export const until = (now: number, at: number): Pointer => ({
  target: { kind: 'clock', ms: Math.max(1, Math.ceil((at - now) / GRAIN)) * GRAIN },
});

/** The deployment a step is about. */
import { asked, type Finder, known, THERE } from '../finder.ts';

export const deployments: Finder = {
  find({ params: { namespace, deployment } }) {
    if (!known(namespace) || !known(deployment)) return [];
    return [
      {
        says: `deployment ${namespace}/${deployment}`,
        look: ({ cluster }) =>
          asked(
            async () => {
              await cluster.deployment(namespace, deployment);
              return THERE;
            },
            (code) => code === 'kubernetes.not-found',
          ),
      },
    ];
  },
};

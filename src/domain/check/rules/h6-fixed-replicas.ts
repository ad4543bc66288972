/** H6: “scale to 15” is less than there are on the day when it counts. */
import { commandLines } from '../command-lines.ts';
import type { Rule } from '../model.ts';
import { matches } from '../texts.ts';

const LINE = /\bkubectl\b[^.;\n]{0,80}\bscale\b[^;\n]{0,80}--replicas[= ][1-9]\d*/;

export const fixedReplicas: Rule = {
  id: 'H6',
  title: 'Scales to a fixed number',
  why: 'Written when 5 pods were usual. On the night when 20 run, “scale up to 15” takes five away, and an autoscaler takes the rest back.',
  remedy:
    'Take an input with min and max, or what is there: "${{ steps.now.replicas * 2 }}"; come back with "${{ steps.stop.previous }}"',
  gravity: 'warning',
  example: {
    fires: 'name: Up\nsteps:\n  - kubernetes.scale: { namespace: shop, deployment: api, replicas: 15 }\n',
    fine: 'name: Up\ninputs:\n  replicas: { type: integer, min: 1, max: 40 }\nsteps:\n  - kubernetes.scale: { namespace: shop, deployment: api, replicas: "${{ inputs.replicas }}" }\n',
  },
  // Zero means stop, whatever there is.
  find: (material) => [
    ...material.runbooks.flatMap(({ file, steps }) =>
      steps
        .filter((s) => s.kind === 'kubernetes.scale' && typeof s.params.replicas === 'number' && s.params.replicas > 0)
        .map((s) => ({ file, path: s.at('replicas'), what: `replicas: ${s.params.replicas}` })),
    ),
    ...matches(commandLines(material), LINE),
  ],
};

/** An object of the cluster that a step names by its kind and name. */
import { kindOf } from '../../../domain/runbook/steps/index.ts';
import { OBJECT_KINDS } from '../../../ports/objects.ts';
import { asked, type Finder, gone, known, THERE } from '../finder.ts';

export const objects: Finder = {
  find({ params, step }) {
    const { namespace, kind, name } = params;
    const of = OBJECT_KINDS.find((k) => k === kind);
    if (!of || !known(name) || (namespace !== undefined && !known(namespace))) return [];
    const makes = kindOf(step.kind)?.needs(params);
    // What a step makes is not there before.
    if (makes?.some((n) => n.on === 'cluster' && n.right.verb === 'create' && n.right.resource === of)) return [];
    const place = namespace === undefined ? {} : { namespace };
    return [
      {
        says: `${of} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
        look: (ports) =>
          asked(
            async () => {
              const found = await ports.objects.list(of, { ...place, name });
              return found.length > 0 ? THERE : gone('there is none of that name');
            },
            (code) => code === 'kubernetes.not-found',
          ),
      },
    ];
  },
};

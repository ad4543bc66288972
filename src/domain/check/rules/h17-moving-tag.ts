/** H17: `latest` is another image tomorrow, and nobody can go back to it. */
import { isManifest } from '../../runbook/manifest-model.ts';
import type { Hit, Rule } from '../model.ts';
import { programs } from '../programs.ts';
import { matches, textsIn, textsOf } from '../texts.ts';
import { toldToPeople } from '../told-to-people.ts';

const TOLD = /\b(?:docker|podman|kubectl|helm|crane)\b[^.;\n]{0,120}[\w/-]:latest\b/;
const LATEST = /^[\w./-]+:(?:latest|stable|edge|main|master)$/;

export const movingTag: Rule = {
  id: 'H17',
  title: 'An image whose tag moves',
  why: 'Two pods of one deployment ran different code, and a rollback brought back the same tag: the image behind it was the broken one.',
  remedy: 'Take the tag from an input that cannot be latest: pattern: "(?!latest$)[a-z0-9][a-z0-9._-]{0,60}"',
  gravity: 'error',
  example: {
    fires:
      'name: Deploy\ninputs:\n  tag: { type: string, default: latest }\nsteps:\n  - note: "Deploying ${{ inputs.tag }}"\n',
    fine: 'name: Deploy\ninputs:\n  tag: { type: string, pattern: "v[0-9.]+" }\nsteps:\n  - note: "Deploying ${{ inputs.tag }}"\n',
  },
  find: (material) => [
    ...matches(toldToPeople(material), TOLD),
    ...material.runbooks.flatMap(({ file, steps, runbook }) => [
      ...steps.flatMap((s) =>
        textsIn(file, s.params, s.at()).flatMap(({ path, text }): readonly Hit[] => {
          const tag = /(?:^|[.])tag$/i.test(String(path.at(-1))) && /^(?:latest|stable|edge|main|master)$/.test(text);
          return tag || LATEST.test(text) ? [{ file, path, what: text }] : [];
        }),
      ),
      ...runbook.inputs
        .filter((i) => /tag|image/i.test(i.name) && /(?:^|:)latest$/.test(String(i.default ?? '')))
        .map(
          (i): Hit => ({
            file,
            path: ['inputs', i.name, 'default'],
            what: `${i.name} is ${String(i.default)} when nobody says otherwise`,
          }),
        ),
    ]),
    ...material.papers
      .filter(({ file }) => isManifest(file.split('/').at(-1) ?? ''))
      .flatMap((paper) => textsOf(paper).filter(({ text }) => LATEST.test(text)))
      .map(({ file, path, text }): Hit => ({ file, path, what: text })),
    ...programs(material).flatMap(({ file, path, args }) =>
      args.flatMap((text, i): readonly Hit[] =>
        LATEST.test(text) ? [{ file, path: [...path, i + 1], what: text }] : [],
      ),
    ),
  ],
};

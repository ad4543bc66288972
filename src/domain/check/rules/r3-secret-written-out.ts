/** R3: a secret in a file is in Git, in every clone, and in every run. */
import { patterns } from '../../../lib/redact-patterns.ts';
import type { Rule } from '../model.ts';
import { textsOf } from '../texts.ts';

/** A value that names a secret, an expression or a column is none. */
const NAMED = /secret:|\$\{\{|^\[redacted/;

export const secretWrittenOut: Rule = {
  id: 'R3',
  title: 'A secret written out',
  why: 'It is in Git for ever, and in the record of every run. Whoever reads a runbook can use it.',
  remedy: 'Take the secret out and replace it with another one; a file only names it: "secret:BACKUP_KEY"',
  gravity: 'error',
  example: {
    fires: 'name: Look\nsteps:\n  - manual.task: "Open the console, password: moonlight7"\n',
    fine: 'name: Look\nsteps:\n  - manual.task: Open the console; the password is in the vault under shop-console\n',
  },
  // What it is is not said again: findings are printed into logs of CI.
  find: ({ papers }) =>
    papers.flatMap((paper) =>
      textsOf(paper)
        .filter(
          ({ text }) =>
            !NAMED.test(text) &&
            patterns.some(({ find }) => new RegExp(find.source, find.flags.replace('g', '')).test(text)),
        )
        .map(({ file, path }) => ({ file, path, what: 'it looks like a secret' })),
    ),
};

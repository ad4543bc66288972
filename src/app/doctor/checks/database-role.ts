/** The application's role can add to the timeline and cannot change it. */
import type { ApplicationRole } from '../../../db/state.ts';
import type { Check } from '../check.ts';
import { CannotTell, ok, problem, type Verdict } from '../finding.ts';

const NEEDED = ['SELECT', 'INSERT'];

export const databaseRole: Check = {
  id: 'database.role',
  section: 'Database',
  title: 'The application cannot change the timeline',
  remedy: 'compare the role tocsin_app with src/db/migrations/0001_loop.sql',
  async run({ database }) {
    const { role, guarded, login } = await database.known();
    if (!role) throw new CannotTell('not known before database.migrations is well');
    const verdicts = judge(role, login);
    if (!guarded) {
      verdicts.push(
        problem(
          'the trigger that refuses changes to the timeline is missing or switched off',
          'alter table tocsin.timeline enable trigger append_only; alter table tocsin.timeline enable trigger append_only_truncate;',
        ),
      );
    }
    return verdicts.length > 0 ? verdicts : ok('tocsin_app may read the timeline and add to it, nothing else');
  },
};

function judge({ superuser, member, owner, granted }: ApplicationRole, login: string): Verdict[] {
  // Everything else follows from it.
  if (superuser) {
    return [
      problem(
        'tocsin_app is a superuser: nothing keeps the application from changing the record',
        'alter role tocsin_app nosuperuser;',
      ),
    ];
  }
  const verdicts: Verdict[] = [];
  if (!member) {
    verdicts.push(problem(`${login} may not act as tocsin_app`, `grant tocsin_app to "${login}";`));
  }
  if (owner) {
    return [
      ...verdicts,
      problem(
        'tocsin_app owns the timeline, or belongs to the role that does',
        'alter table tocsin.timeline owner to <the role that migrates>; and take tocsin_app out of that role',
      ),
    ];
  }
  const surplus = granted.filter((p) => !NEEDED.includes(p));
  if (surplus.length > 0) {
    const list = surplus.join(', ');
    verdicts.push(
      problem(`tocsin_app has ${list} on the timeline`, `revoke ${list} on tocsin.timeline from tocsin_app;`),
    );
  }
  const lacking = NEEDED.filter((p) => !granted.includes(p));
  if (lacking.length > 0) {
    const list = lacking.join(', ');
    verdicts.push(
      problem(`tocsin_app has no ${list} on the timeline`, `grant ${list} on tocsin.timeline to tocsin_app;`),
    );
  }
  return verdicts;
}

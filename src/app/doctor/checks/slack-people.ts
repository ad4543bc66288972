/** Everybody in people.yaml is somebody in Slack who can be written to. */
import { SlackDirectory } from '../../../adapters/slack/slack-directory.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Check } from '../check.ts';
import { ok, problem, type Verdict, warning } from '../finding.ts';
import { scoped } from './scoped.ts';

const AT_ONCE = 10;

export const slackPeople: Check = {
  id: 'slack.people',
  section: 'Slack',
  title: 'Everybody in org/people.yaml is in Slack',
  remedy: 'compare org/people.yaml with the members of the workspace',
  async run({ slack, catalog }) {
    const { people } = await catalog.known();
    const { api } = await slack.known();
    const directory = new SlackDirectory(api);
    const verdicts: Verdict[] = [];
    for (let i = 0; i < people.length; i += AT_ONCE) {
      try {
        const some = people.slice(i, i + AT_ONCE);
        const seen = await scoped(Promise.all(some.map(async (p) => ({ p, is: await directory.person(p.slack, 0) }))));
        verdicts.push(...seen.flatMap(({ p, is }) => judge(p, is)));
      } catch (e) {
        if (!(e instanceof Fault) || e.code !== 'slack.ratelimited') throw e;
        verdicts.push(
          warning(
            `Slack limits how fast it is asked: ${people.length - i} people were not looked up`,
            'look again in a minute',
          ),
        );
        break;
      }
    }
    return verdicts.length > 0 ? verdicts : ok(`all ${people.length} of them`);
  },
};

function judge(
  { id, name, slack }: { readonly id: string; readonly name: string; readonly slack: string },
  is: Awaited<ReturnType<SlackDirectory['person']>>,
): Verdict[] {
  const line = `people.${id}.slack in org/people.yaml`;
  const copy = 'their Slack profile → ⋮ → Copy member ID';
  if (!is) return [problem(`${name}: Slack knows no ${slack}`, `write the id of ${name} into ${line} (${copy})`)];
  if (is.bot) return [problem(`${name}: ${slack} is a bot`, `write the id of a person into ${line} (${copy})`)];
  if (is.active) return [];
  return [
    problem(
      `${name}: ${slack} is deactivated in Slack, or a guest of another workspace`,
      `take ${id} out of org/people.yaml and every role, rota and group, or write their present id into ${line}`,
    ),
  ];
}

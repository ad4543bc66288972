/** The user groups that may approve and command are there, and somebody is in them. */
import { groupStates } from '../../../adapters/slack/slack-installation.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict } from '../finding.ts';
import { scoped } from './scoped.ts';

export const slackGroups: Check = {
  id: 'slack.groups',
  section: 'Slack',
  title: 'The user groups of org/permissions.yaml exist',
  remedy: 'compare slackGroup: in org/permissions.yaml with the user groups of the workspace',
  async run({ slack, catalog }) {
    const { groups } = await catalog.known();
    const wanted = Object.values(groups).flatMap((g) => (g.slackGroup ? [{ ...g, id: g.slackGroup }] : []));
    if (wanted.length === 0) return skipped('org/permissions.yaml names no Slack user group');
    const { api } = await slack.known();
    const states = await scoped(groupStates(api));
    const verdicts = wanted.flatMap(({ name, id, people }): Verdict[] => {
      const line = `groups.${name}.slackGroup in org/permissions.yaml`;
      const state = states.get(id);
      if (!state) {
        return [
          problem(
            `the group ${name}: Slack knows no user group ${id}`,
            `write the id of the user group into ${line} (People → User groups → ⋮ → Copy group ID)`,
          ),
        ];
      }
      if (state.disabled) {
        return [
          problem(
            `the group ${name}: the user group @${state.handle} is disabled`,
            `enable @${state.handle} in Slack (People → User groups), or write another id into ${line}`,
          ),
        ];
      }
      if (state.people > 0 || people.length > 0) return [];
      return [problem(`nobody is in @${state.handle}, the group ${name}`, `add people to @${state.handle} in Slack`)];
    });
    return verdicts.length > 0 ? verdicts : ok(wanted.map((w) => `@${states.get(w.id)?.handle}`).join(', '));
  },
};

/** The workflows load: what `tocsin check` says, problem by problem. */
import { WorkflowsError } from '../../workflows.ts';
import type { Check } from '../check.ts';
import { ok, problem } from '../finding.ts';

const SHOWN = 20;

export const workflowsFiles: Check = {
  id: 'workflows.files',
  section: 'Workflows',
  title: 'Policies, people and runbooks load',
  remedy: 'name the folder of your workflows in TOCSIN_WORKFLOWS, readable for this account, then: tocsin check',
  async run({ workflows, config }) {
    try {
      const { catalog, problems } = await workflows.get();
      if (catalog) {
        const { services, runbooks } = catalog;
        return ok(`${config.workflows}: services ${services.length}, runbooks ${runbooks.length}`);
      }
      const rest = problems.length - SHOWN;
      const told = problems
        .slice(0, SHOWN)
        .map((p) =>
          problem(
            `${p.file}:${p.line}:${p.column} ${p.message}`,
            `${p.instead ?? `mend ${p.file}`}; then look again with: tocsin check`,
          ),
        );
      return rest > 0
        ? [...told, problem(`${rest} more problems in the workflows`, 'see them all with: tocsin check')]
        : told;
    } catch (e) {
      if (e instanceof WorkflowsError) return problem(e.message, this.remedy);
      throw e;
    }
  },
};

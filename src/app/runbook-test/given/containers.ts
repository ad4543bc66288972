/** `given.exec`: the words of a program in a container → what it says. What may run is the policy's to say, as always. */
import { z } from 'zod';
import type { Catalog } from '../../../domain/catalog/model.ts';
import { allowedIn } from '../../../domain/command/in-container.ts';
import type { Containers } from '../../../ports/containers.ts';
import { Answers, type InTime, inTime } from './answer.ts';
import type { Moment } from './calls.ts';

const answer = z.union([
  z.string(),
  z.strictObject({ exit: z.int().default(0), out: z.string().default(''), err: z.string().default('') }),
]);
export const execSchema = z.record(z.string(), inTime(answer));
type Answer = z.output<typeof answer>;

export function givenContainers(all: Readonly<Record<string, InTime<Answer>>>, moment: Moment, catalog: Catalog) {
  const answers = new Answers<Answer>('exec', all, moment);
  const containers: Containers = {
    allowed: (what) => allowedIn(catalog.changes.exec ?? [], what),
    check: async () => {},
    async run({ namespace, container, argv }, pod) {
      const is = answers.to(argv.join(' '));
      moment.calls.note(`EXEC ${namespace}/${pod}/${container} ${argv.join(' ')}`);
      return { cut: false, ...(typeof is === 'string' ? { exit: 0, out: is, err: '' } : is) };
    },
  };
  return { containers, answers };
}

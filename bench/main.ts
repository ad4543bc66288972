/** `npm run bench`: measures Tocsin side by side with its ceilings and peers, in one run. See docs/performance.md. */
import { Command } from 'commander';
import { type Figure, tell } from './figure.ts';
import { measures } from './measures.ts';
import { openPlace } from './place.ts';
import { publish } from './publish.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const program = new Command('bench')
  .option('--only <name...>', `some of ${measures.map((m) => m.name).join(', ')}`)
  .option('--quick', 'less of everything: to see something in a minute')
  .option('--publish', 'write bench/results.json and the tables of docs/performance.md');

program.action(async (o: { only?: string[]; quick?: true; publish?: true }) => {
  const unknown = o.only?.filter((name) => !measures.some((m) => m.name === name)) ?? [];
  if (unknown.length > 0)
    throw new Error(`There is no measure ${unknown.join(', ')}: ${measures.map((m) => m.name).join(', ')}`);
  const size = { quick: o.quick === true, times: o.quick ? 1 : 3 };
  const place = await openPlace();
  const results: Record<string, Figure[]> = {};
  try {
    for (const m of measures.filter((x) => o.only === undefined || o.only.includes(x.name))) {
      say(`\n${m.name}: ${m.what}`);
      const figures: Figure[] = [];
      for await (const f of m.run(place, size, say)) {
        figures.push(f);
        say(`  ${tell(f)}`);
      }
      results[m.name] = figures;
    }
  } finally {
    await place.close();
  }
  if (o.publish) publish(results);
});

await program.parseAsync();
process.exit();

/** Who reads what: every expression of a runbook with the steps that have run by then, so that none reads what is not there. */
import { expressionsIn, type Reference, references } from '../../lib/expression.ts';
import type { Path } from '../../lib/yaml/issue.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';

interface Use {
  readonly at: Path;
  readonly reads: readonly Reference[];
  /** The step it stands in; undefined in the head of the runbook. */
  readonly by: string | undefined;
  /** Steps whose results are there at this point. */
  readonly done: ReadonlySet<string>;
  /** Names of the step's own output, which `expect` may use; `any`: not known. */
  readonly output: readonly string[] | 'any';
  /** Items of the lists around it, by the names they were given. */
  readonly items: readonly string[];
}

interface Declared {
  readonly outputs: readonly string[] | undefined;
  /** When it runs, in words, where that is not certain: outside of it, nobody knows whether it ran. */
  readonly only: string | undefined;
}

export interface Names {
  readonly inputs: readonly string[];
  /** Undefined where service.yaml could not be read: then nothing is claimed. */
  readonly service: readonly string[] | undefined;
}

/** Far more than anybody writes; each is parsed and looked up. */
const MAX_EXPRESSIONS = 1_000;
export const ROOTS: readonly string[] = ['inputs', 'steps', 'service', 'incident'];

export class Uses {
  readonly #declared = new Map<string, Declared>();
  readonly #paths = new Set<string>();
  readonly #uses: Use[] = [];
  #done: ReadonlySet<string> = new Set();
  #only: string | undefined;
  #items: readonly string[] = [];
  #expressions = 0;
  #speaks = false;

  /** Something here is about the incident: it cannot run without one. */
  get incident(): boolean {
    return this.#speaks || this.#uses.some((use) => use.reads.some(({ path }) => path[0] === 'incident'));
  }

  speaks(): void {
    this.#speaks = true;
  }

  get count(): number {
    return this.#paths.size;
  }

  /** False when the id or the path is taken. */
  declare(id: string, path: string, outputs: readonly string[] | undefined): boolean {
    const free = !this.#declared.has(id) && !this.#paths.has(path);
    this.#paths.add(path);
    this.#declared.set(id, { outputs, only: this.#only });
    return free;
  }

  /** From here on its result is there. */
  done(id: string): void {
    this.#done = new Set([...this.#done, id]);
  }

  /** Steps that run at once see none of each other. */
  together<T>(read: () => T): T {
    const before = this.#done;
    const hidden = new Set<string>();
    const all = read();
    for (const id of this.#done) if (!before.has(id)) hidden.add(id);
    this.#uses.forEach((use, i) => {
      if (use.by !== undefined && hidden.has(use.by)) this.#uses[i] = { ...use, done: before };
    });
    return all;
  }

  /** What runs only then is known only there: `when "Scale up" is chosen`. */
  only<T>(when: string, read: () => T): T {
    const outside = { done: this.#done, only: this.#only };
    this.#only = when;
    const all = read();
    this.#done = outside.done;
    this.#only = outside.only;
    return all;
  }

  /** Where an item of a list has this name. */
  named<T>(item: string, read: () => T): T {
    const outside = this.#items;
    this.#items = [...outside, item];
    const all = read();
    this.#items = outside;
    return all;
  }

  cel(at: Path, cel: string, by: string | undefined, output: Use['output'] = []): void {
    this.#expressions++;
    if (this.#expressions <= MAX_EXPRESSIONS)
      this.#uses.push({ at, reads: references(cel), by, done: this.#done, output, items: this.#items });
  }

  template(at: Path, text: string, by: string | undefined): void {
    for (const { source } of expressionsIn(text)) this.cel(at, source, by);
  }

  /** Reports every expression that reads something that is not there. */
  check(source: Source, names: Names): void {
    if (this.#expressions > MAX_EXPRESSIONS) {
      source.key(['steps'], `more than ${MAX_EXPRESSIONS} expressions`, 'split the runbook');
    }
    for (const use of this.#uses) {
      for (const { path, optional } of use.reads) this.#checkPath(source, names, use, path, optional);
    }
  }

  #checkPath(source: Source, names: Names, use: Use, path: readonly string[], optional: boolean): void {
    const [root = '', key, field] = path;
    const say = (needle: string, message: string, instead: string) => source.inside(use.at, needle, message, instead);
    if (use.items.includes(root)) return;
    if (!ROOTS.includes(root)) {
      if (use.output === 'any' || use.output.includes(root)) return;
      say(path.join('.'), `there is no ${root} here`, suggest(root, [...use.output, ...use.items, ...ROOTS]));
    } else if (key === undefined || root === 'incident') return;
    else if (root === 'steps') this.#checkStep(say, use, key, field, optional);
    else {
      const known = root === 'inputs' ? names.inputs : names.service;
      const where = root === 'inputs' ? 'declare it under inputs:' : 'write it into service.yaml';
      if (known && !known.includes(key))
        say(`${root}.${key}`, `there is no ${root}.${key}`, `${suggest(key, known)}; or ${where}`);
    }
  }

  #checkStep(
    say: (needle: string, message: string, instead: string) => void,
    use: Use,
    key: string,
    field: string | undefined,
    optional: boolean,
  ): void {
    const name = `steps.${key}`;
    const target = this.#declared.get(key);
    if (!target) {
      const ids = [...this.#declared.keys()].filter((id) => !/^\d/.test(id));
      say(name, `there is no step with the id ${key}`, suggest(key, ids));
    } else if (use.done.has(key)) {
      if (field === undefined || optional || !target.outputs || target.outputs.includes(field)) return;
      say(`${name}.${field}`, `${name} has no ${field}`, suggest(field, target.outputs));
    } else if (key === use.by) {
      say(
        name,
        `cycle: ${key} → ${key}: a step cannot read its own result`,
        'use expect: for a condition on the result',
      );
    } else if (target.only !== undefined && !this.#cycle(use.by, key)) {
      const outside = `${key} runs only ${target.only}`;
      if (!optional) say(name, outside, `guard it with has(${name}), or move the step in front of it`);
    } else {
      const cycle = this.#cycle(use.by, key);
      const message = cycle
        ? `cycle: ${cycle.join(' → ')}`
        : `cycle: ${use.by ?? 'this'} waits for ${key}, which runs later or at the same time`;
      say(name, message, `move ${key} in front of this step`);
    }
  }

  /** The chain by which a later step reads this one in turn. */
  #cycle(from: string | undefined, to: string): readonly string[] | undefined {
    if (from === undefined) return undefined;
    const seen = new Set([to]);
    const queue: string[][] = [[from, to]];
    for (let chain = queue.shift(); chain; chain = queue.shift()) {
      const last = chain.at(-1);
      for (const use of this.#uses.filter((u) => u.by === last)) {
        for (const { path } of use.reads) {
          const [root, next] = path;
          if (root !== 'steps' || next === undefined) continue;
          if (next === from) return [...chain, from];
          if (!seen.has(next)) queue.push([...chain, next]);
          seen.add(next);
        }
      }
    }
    return undefined;
  }
}

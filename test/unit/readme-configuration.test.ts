/** README's configuration table is the list of variables in the code: same names, same order, same words. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { VARIABLES } from '../../src/app/config/environment.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const section = readme.split(/^## /m).find((part) => part.startsWith('Configuration')) ?? '';
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

it('lists every variable in the order of the code, with its meaning', () => {
  const inCode = Object.entries(VARIABLES).map(([name, schema]) => [`\`${name}\``, schema.description]);
  expect(rows.map(([, name, meaning]) => [name, meaning?.replaceAll('`', '')])).toEqual(inCode);
});

it('says of each whether it is needed or what it is otherwise', () => {
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(([, , , otherwise]) => !otherwise).map(([, name]) => name)).toEqual([]);
});

it('passes through compose only what the code knows, to a Redis that says so when it is full', () => {
  const compose = parse(readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8'), { merge: true });
  for (const role of ['migrate', 'bot', 'worker']) {
    const names = Object.keys(compose.services[role].environment);
    expect(names).toEqual(expect.arrayContaining(['DATABASE_URL', 'REDIS_URL']));
    expect(names.filter((n) => !Object.hasOwn(VARIABLES, n))).toEqual([]);
  }
  expect(compose.services.redis.command.join(' ')).toContain('--maxmemory-policy noeviction');
});

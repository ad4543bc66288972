/** `docs/sandbox.md` describes the control API as it is, and every example in it is accepted. */
import { readFileSync } from 'node:fs';
import { changeRoutes } from '../../src/sandbox/control/change-routes.ts';
import { controlApiMarkdown } from '../../src/sandbox/control/docs.ts';
import { routes } from '../../src/sandbox/control/routes.ts';

const document = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');
const written = document.match(/<!-- control-api:begin -->\n([\s\S]*?)\n?<!-- control-api:end -->/)?.[1];

it('is in docs/sandbox.md word for word', () => {
  expect(written?.trim()).toBe(controlApiMarkdown());
});

it('names every route', () => {
  const text = controlApiMarkdown();
  expect(routes.filter(({ method, path }) => !text.includes(`${method} ${path}`))).toEqual([]);
});

it.each(changeRoutes.flatMap((r) => r.examples.map((e) => ({ path: r.path, schema: r.body, ...e }))))(
  '$path accepts its example: $says',
  ({ schema, body }) => {
    expect(schema.parse(body)).toEqual(body);
  },
);

it.each(changeRoutes)('$path refuses a field it does not know', ({ body, examples }) => {
  expect(body.safeParse({ ...examples[0]?.body, surprise: true }).success).toBe(false);
});

/** Finds the route of a request, checks what it was given, and answers; what is wrong is refused in words. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { Problem } from './problem.ts';
import { readBody } from './read-body.ts';
import type { Call, Route } from './route.ts';
import { routes } from './routes.ts';
import type { Worlds } from './worlds.ts';

export async function answerApi(req: IncomingMessage, url: URL, worlds: Worlds): Promise<unknown> {
  const { route, id } = routeOf(req.method === 'HEAD' ? 'GET' : (req.method ?? 'GET'), url.pathname);
  const known = route.method === 'GET' ? Object.keys(route.query) : [];
  for (const name of url.searchParams.keys()) {
    if (!known.includes(name)) {
      const there = known.length > 0 ? `it takes ${known.join(', ')}` : 'it takes none';
      throw new Problem(400, `${route.method} ${route.path} takes no query "${name}": ${there}.`, name);
    }
  }
  const call: Call = { worlds, session: () => worlds.need(), query: new Map(url.searchParams), id };
  if (route.method === 'GET') return route.answerTo(call);
  const body = await readBody(req);
  try {
    return await route.answerTo(call, body);
  } catch (e) {
    if (e instanceof z.ZodError) throw misshapen(e, route.examples[0]?.body ?? {});
    throw e;
  }
}

function routeOf(method: string, path: string): { route: Route; id: string } {
  const here = routes.flatMap((route) => {
    const id = idIn(route.path, path);
    return id === undefined ? [] : [{ route, id }];
  });
  const found = here.find(({ route }) => route.method === method);
  if (found) return found;
  if (here.length > 0) {
    const methods = here.map(({ route }) => route.method).join(' and ');
    throw new Problem(405, `${path} takes ${methods}, not ${method}.`);
  }
  throw new Problem(404, `There is no ${path}. GET /api lists what there is.`);
}

/** The last part of the path, for a route that ends in a name; '' for one that does not; undefined when it is another path. */
function idIn(pattern: string, path: string): string | undefined {
  const cut = pattern.indexOf('/:');
  if (cut < 0) return pattern === path ? '' : undefined;
  const rest = path.slice(cut + 1);
  return path.startsWith(pattern.slice(0, cut + 1)) && /^[\w.-]+$/.test(rest) ? rest : undefined;
}

function misshapen(e: z.ZodError, example: object): Problem {
  const [first] = e.issues;
  const where = first?.path.join('.') ?? '';
  const what = `${where ? `${where}: ` : ''}${first?.message ?? 'not what is expected here'}`;
  return new Problem(400, `${what}. This would do: ${JSON.stringify(example)}`, where || undefined);
}

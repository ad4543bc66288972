/** The shapes REST answers come in: one thing, a page of things, a failure. */
import type { SimReply } from '../http/server.ts';

const PAGE = 25;
const MAX_PAGE = 100;

export const found = (name: string, value: unknown): SimReply => ({ status: 200, body: { [name]: value } });

export const failure = (status: number, message: string, code: number, errors: string[]): SimReply => ({
  status,
  body: { error: { message, code, ...(errors.length > 0 ? { errors } : {}) } },
});

export const notFound = (): SimReply => failure(404, 'Not Found', 2100, []);
export const invalidInput = (...errors: string[]): SimReply => failure(400, 'Invalid Input Provided', 2001, errors);

export function paged(name: string, all: readonly unknown[], query: URLSearchParams): SimReply {
  const limit = Number(query.get('limit') ?? PAGE);
  const offset = Number(query.get('offset') ?? 0);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) return invalidInput(`Limit must be 1 to ${MAX_PAGE}.`);
  if (!Number.isInteger(offset) || offset < 0) return invalidInput('Offset must be 0 or greater.');
  return {
    status: 200,
    body: {
      [name]: all.slice(offset, offset + limit),
      limit,
      offset,
      more: offset + limit < all.length,
      total: query.get('total') === 'true' ? all.length : null,
    },
  };
}

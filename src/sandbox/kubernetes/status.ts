/** The Status objects Kubernetes refuses with, in its own words. */
import type { SimReply } from '../http/server.ts';
import { qualified, type ResourceInfo } from './resources.ts';

export interface Cause {
  readonly reason:
    | 'FieldValueInvalid'
    | 'FieldValueRequired'
    | 'FieldValueDuplicate'
    | 'FieldValueForbidden'
    | 'FieldManagerConflict'
    | 'DisruptionBudget';
  /** Without the field name. */
  readonly message: string;
  readonly field: string;
}

interface Details {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

/** Thrown inside the API and turned into its answer at the edge. */
export class Refused extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Details | undefined;

  constructor(code: number, reason: string, message: string, details?: Details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  get body() {
    const details = this.details ? { details: this.details } : {};
    const { code, reason, message } = this;
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, ...details, code };
  }

  get reply(): SimReply {
    return { status: this.code, body: this.body };
  }
}

const details = (i: ResourceInfo, name: string): Details => ({
  ...(name === '' ? {} : { name }),
  ...(i.group === '' ? {} : { group: i.group }),
  kind: i.plural,
});

export const notFound = (i: ResourceInfo, name: string) =>
  new Refused(404, 'NotFound', `${qualified(i)} "${name}" not found`, details(i, name));

export const noSuchPath = () => new Refused(404, 'NotFound', 'the server could not find the requested resource', {});

export const conflict = (i: ResourceInfo, name: string, why?: string) =>
  new Refused(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(i)} "${name}": ${why ?? 'the object has been modified; please apply your changes to the latest version and try again'}`,
    details(i, name),
  );

export const alreadyExists = (i: ResourceInfo, name: string) =>
  new Refused(409, 'AlreadyExists', `${qualified(i)} "${name}" already exists`, details(i, name));

export const badRequest = (message: string) => new Refused(400, 'BadRequest', message);

export const notAllowed = () =>
  new Refused(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

export const unsupportedType = (type: string, known: readonly string[]) =>
  new Refused(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${known.join(', ')} (got ${type || 'none'})`,
  );

export const expired = () =>
  new Refused(410, 'Expired', 'too old resource version: the changes since are no longer kept; list again');

/** A JSON patch whose test failed or that cannot be applied; Kubernetes says no more than this. */
export const unpatchable = () =>
  new Refused(422, 'Invalid', 'the server rejected our request due to an error in our request', {});

export function invalid(kind: string, group: string, name: string, causes: readonly Cause[]): Refused {
  const texts = causes.map((c) => `${c.field}: ${c.message}`);
  const all = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const full = group === '' ? kind : `${kind}.${group}`;
  return new Refused(422, 'Invalid', `${full} "${name}" is invalid: ${all}`, {
    name,
    ...(group === '' ? {} : { group }),
    kind,
    causes,
  });
}

export const unauthorized = () => new Refused(401, 'Unauthorized', 'Unauthorized');

export function forbidden(
  user: string,
  verb: string,
  at: { group: string; plural: string; sub: string; name: string; namespace: string },
): Refused {
  const resource = at.sub === '' ? at.plural : `${at.plural}/${at.sub}`;
  const where = at.namespace === '' ? 'at the cluster scope' : `in the namespace "${at.namespace}"`;
  const what = at.name === '' ? qualified(at) : `${qualified(at)} "${at.name}"`;
  return new Refused(
    403,
    'Forbidden',
    `${what} is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group "${at.group}" ${where}`,
    { ...(at.name === '' ? {} : { name: at.name }), ...(at.group === '' ? {} : { group: at.group }), kind: at.plural },
  );
}

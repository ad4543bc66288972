/** Parameters that several kinds share. Names are what Kubernetes accepts, so that nothing else reaches a path. */
import { z } from 'zod';

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

export const namespace = z.string().regex(LABEL, 'must be the name of a namespace: a-z, 0-9 and -');
export const objectName = z.string().regex(SUBDOMAIN, 'must be the name of an object: a-z, 0-9, - and .');
export const deployment = z.string().regex(SUBDOMAIN, 'must be the name of a deployment: a-z, 0-9, - and .');

export const count = (min: number, max: number) =>
  z
    .int(`must be a whole number from ${min} to ${max}`)
    .min(min, `must be ${min} or more`)
    .max(max, `must be ${max} or less`);

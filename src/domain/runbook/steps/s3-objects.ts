/** What the kinds of S3 share: how an object is named, and what is known of an object. */
import { z } from 'zod';
import type { StepPorts } from '../step-kind.ts';
import { asked } from './aws-program.ts';
import { number, text } from './object-rows.ts';

const BUCKET = '[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]';
const KEY = "[A-Za-z0-9!_.'()=+@:][A-Za-z0-9!_.'()=+@:/ -]{0,899}";

export const bucket = z.string().regex(new RegExp(`^${BUCKET}$`), 'must be the name of a bucket: a-z, 0-9, - and .');
export const prefix = z.string().regex(new RegExp(`^(?:${KEY})?$`), 'must be the beginning of a key, without / first');
export const objectAddress = z
  .string()
  .regex(new RegExp(`^s3://${BUCKET}/${KEY}$`), 'must be an object: s3://bucket/key')
  .refine((s) => !s.endsWith('/'), 'must be an object, not a folder: s3://bucket/key');
export const folderAddress = z
  .string()
  .regex(new RegExp(`^s3://${BUCKET}/(?:${KEY})?$`), 'must be a folder: s3://bucket/prefix/')
  .refine((s) => s.endsWith('/'), 'must be a folder and end with /: s3://bucket/prefix/');

export interface Stored {
  /** Bytes. */
  readonly size: number;
  /** Another one whenever the contents are. */
  readonly etag: string;
  /** As S3 says it. */
  readonly modified: string;
}

/** Undefined: there is no such object. */
export async function stored(ports: StepPorts, address: string): Promise<Stored | undefined> {
  const [, of = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  const found = await asked(ports, ['s3api', 'head-object', '--bucket', of, '--key', key]);
  if (found === undefined) return undefined;
  return { size: number(found, 'ContentLength'), etag: text(found, 'ETag'), modified: text(found, 'LastModified') };
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
/** Bytes, as people say them: `1.4 GiB`. */
export function bytes(n: number): string {
  const power = n < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(n) / 10));
  const value = n / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}

/** Reads the two reviews from Kubernetes' protobuf envelope: kubectl asks about rights in no other form. */
import type { Fields } from './json.ts';

/** Strings and nested messages by field number; nothing else occurs in a review. */
type Message = Map<number, Buffer>;

const MAGIC = Buffer.from('k8s\0');
const RESOURCE = ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'];
const NON_RESOURCE = ['path', 'verb'];

export function isProtobuf(raw: Buffer): boolean {
  return raw.subarray(0, MAGIC.length).equals(MAGIC);
}

/** The review as JSON would have it, or undefined when the bytes are no review. */
export function readReview(raw: Buffer): Fields | undefined {
  try {
    const envelope = read(raw.subarray(MAGIC.length));
    const kind = texts(envelope.get(1), ['apiVersion', 'kind']).kind;
    const spec = read(read(envelope.get(2)).get(2));
    if (kind === 'SelfSubjectRulesReview') return { spec: { namespace: spec.get(1)?.toString('utf8') ?? '' } };
    const resource = spec.get(1);
    const path = spec.get(2);
    return {
      spec: {
        ...(resource ? { resourceAttributes: texts(resource, RESOURCE) } : {}),
        ...(path ? { nonResourceAttributes: texts(path, NON_RESOURCE) } : {}),
      },
    };
  } catch {
    return undefined;
  }
}

function texts(bytes: Buffer | undefined, names: readonly string[]): Record<string, string> {
  const message = read(bytes);
  return Object.fromEntries(names.map((name, i) => [name, message.get(i + 1)?.toString('utf8') ?? '']));
}

function read(bytes: Buffer | undefined): Message {
  const fields: Message = new Map();
  let i = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes?.[i] ?? 0;
      i += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
      if (shift > 49) throw new RangeError('varint too long');
    }
  };
  while (bytes && i < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) varint();
    else if (wire === 2) {
      const length = varint();
      fields.set(tag >>> 3, bytes.subarray(i, i + length));
      i += length;
    } else throw new RangeError(`wire type ${wire} does not occur in a review`);
  }
  return fields;
}

/** <service>/contacts.yaml: who outside can help. A contact that nobody can reach is found now, and not at 03:00. */
import { z } from 'zod';
import { given } from '../../lib/given.ts';
import { slug, text } from '../../lib/yaml/fields.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Contact } from './model.ts';
import { webAddress } from './settings.ts';

const schema = z.record(
  slug,
  z.strictObject({
    name: text(80),
    about: text(200).optional(),
    email: z.email({ error: 'it is not a mail address' }).optional(),
    phone: text(40).optional(),
    url: webAddress.optional(),
  }),
);

/** What stands where somebody meant to write a name or an address later. */
const TO_BE_WRITTEN =
  /^(?:tbd|tba|todo|fixme|none|n\/a|unknown|xx+|[?.-]+)$|<[^>]*>|\byour[-_. ]|change-?me|placeholder/i;
/** The North American numbers that are kept for films: 555-0100 to 555-0199, and the 555-00xx people make up. */
const FICTIONAL = /555[-. ]?0[01]?\d{2}$/;
const RESERVED = /[@/.]example[.](?:com|net|org)\b|[.](?:example|invalid|test)(?:[/:]|$)/i;

/** Why nobody is reached by it; `undefined` when it looks real. */
export function unreachable(value: string): string | undefined {
  if (TO_BE_WRITTEN.test(value.trim())) return 'is still to be written';
  if (FICTIONAL.test(value)) return 'is a number that reaches nobody';
  if (RESERVED.test(value)) return 'is an address that reaches nobody';
  return undefined;
}

export function readContacts(source: Source): readonly Contact[] | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  for (const [id, contact] of Object.entries(written)) {
    for (const [key, value] of Object.entries(contact)) {
      const why = value === undefined ? undefined : unreachable(value);
      if (why) source.value([id, key], `${JSON.stringify(value)} ${why}`, 'write what is dialled or opened at 03:00');
    }
    if (!contact.email && !contact.phone && !contact.url)
      source.key([id], `nobody can reach ${JSON.stringify(id)}`, 'give it an email, a phone or a url');
  }
  return Object.values(written).map((contact) => given(contact));
}

/** org/settings.yaml: channels, links, the default service and the private hosts that checks may reach. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { slug, text } from '../../lib/yaml/fields.ts';
import type { Source } from '../../lib/yaml/source.ts';

const refine = (test: (value: string) => boolean, what: string, instead: string) =>
  text(300).superRefine((value, context) => {
    if (!test(value))
      context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is not ${what}`, params: { instead } });
  });

export const webAddress = refine(
  (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).username === '',
  'a web address',
  'write it whole: https://status.example.com',
);

/** Of the organisation, or of one service. */
export const links = z
  .strictObject({
    statusPage: webAddress.optional(),
    warRoom: webAddress.optional(),
    onCall: webAddress.optional(),
    docs: webAddress.optional(),
  })
  .default({});

export const channelName = text(80)
  .transform((value) => value.replace(/^#/, ''))
  .superRefine((value, context) => {
    if (!/^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u.test(value)) {
      const instead = 'write the name without #: lower case, no spaces';
      context.addIssue({
        code: 'custom',
        message: `${JSON.stringify(value)} is not a channel name`,
        params: { instead },
      });
    }
  });

const host = refine(
  (value) =>
    ipaddr.isValid(value) ||
    ipaddr.isValidCIDR(value) ||
    /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?$/.test(value),
  'a host or a range of addresses',
  'write a host name, an address or a range: api.internal, 127.0.0.1, 10.1.0.0/16',
);

const schema = z.strictObject({
  defaultService: slug,
  channels: z.strictObject({ incidents: channelName, customers: channelName.optional() }),
  links,
  allowedHosts: z.array(host).max(100).default([]),
});

export type SettingsFile = z.output<typeof schema>;

export function readSettings(source: Source): SettingsFile | undefined {
  const written = source.read(schema);
  for (const [i, value] of (written?.allowedHosts ?? []).entries()) {
    if (ipaddr.isValidCIDR(value) && ipaddr.parseCIDR(value)[1] === 0) {
      source.value(['allowedHosts', i], `${value} is every address there is`, 'name the ranges that checks need');
    }
  }
  return written;
}

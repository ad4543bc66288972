/** `given.certificates`: `host` or `host:port` → how long what it shows is still good. */
import { z } from 'zod';
import type { Certificates } from '../../../ports/certificates.ts';
import { Answers, duration, type InTime, inTime } from './answer.ts';
import type { Moment } from './calls.ts';

export const certificatesSchema = z.record(
  z.string(),
  inTime(z.union([duration, z.strictObject({ error: z.string() })])),
);
type Answer = number | { readonly error: string };

const MONTHS = 90 * 86_400_000;

export function givenCertificates(all: Readonly<Record<string, InTime<Answer>>>, moment: Moment, begins: number) {
  const answers = new Answers<Answer>('certificates', all, moment);
  const certificates: Certificates = {
    async shownBy(host, port) {
      const is = answers.to(answers.has(`${host}:${port}`) ? `${host}:${port}` : host);
      if (typeof is !== 'number') return is;
      const until = begins + is;
      return { from: until - MONTHS, until, subject: `CN=${host}`, issuer: 'CN=Given', names: [host] };
    },
  };
  return { certificates, answers };
}

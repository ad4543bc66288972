/** Phones as one wants to see them: those that ring, in the order they were called; then those that rang last. */
import type { PhoneCall, PhoneRow } from '../../control/wire.ts';

export const ringingCalls = (phone: PhoneRow): PhoneCall[] =>
  phone.ringing ? phone.calls.filter((c) => c.stoppedAt === undefined) : [];

/** Newest first. */
export const pastCalls = (phone: PhoneRow): PhoneCall[] =>
  phone.calls.filter((c) => !ringingCalls(phone).includes(c)).reverse();

const lastCall = (phone: PhoneRow): number => phone.calls.at(-1)?.at ?? 0;
/** Smaller comes first. */
const place = (phone: PhoneRow): number => ringingCalls(phone)[0]?.at ?? -lastCall(phone);

/** A name without the role in brackets that some address books add: the card says it below. */
export const bareName = (name: string): string => name.replace(/\s*\([^()]*\)$/, '');

export const inOrder = (phones: readonly PhoneRow[]): PhoneRow[] =>
  [...phones].sort(
    (a, b) => Number(b.ringing) - Number(a.ringing) || place(a) - place(b) || a.name.localeCompare(b.name),
  );

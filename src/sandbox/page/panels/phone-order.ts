/** Phones as one wants to see them: those that ring first, then those that rang last. */
import type { PhoneCall, PhoneRow } from '../../control/wire.ts';

export const ringingCalls = (phone: PhoneRow): PhoneCall[] =>
  phone.ringing ? phone.calls.filter((c) => c.stoppedAt === undefined) : [];

/** Newest first. */
export const pastCalls = (phone: PhoneRow): PhoneCall[] =>
  phone.calls.filter((c) => !ringingCalls(phone).includes(c)).reverse();

const lastCall = (phone: PhoneRow): number => phone.calls.at(-1)?.at ?? 0;

export const inOrder = (phones: readonly PhoneRow[]): PhoneRow[] =>
  [...phones].sort(
    (a, b) => Number(b.ringing) - Number(a.ringing) || lastCall(b) - lastCall(a) || a.name.localeCompare(b.name),
  );

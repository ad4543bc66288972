/** The record as it was before the last fault: what the counts of now are compared with. */
import { signal } from '@preact/signals';
import type { RecordSection } from '../../control/wire.ts';
import { section } from '../state/live.ts';

export interface Before {
  readonly record: RecordSection;
  /** What was done then: the fault's title. */
  readonly fault: string;
}

export const before = signal<Before | undefined>(undefined);

export function rememberRecord(fault: string): void {
  const record = section('processes').value?.record;
  if (record) before.value = { record, fault };
}

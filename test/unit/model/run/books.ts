/** Runbooks that change something, told twice: to the product in YAML, to the model as who must agree to what. */
import type { Runbook } from '../../../../src/domain/runbook/model.ts';
import { runbookOf } from '../../run-play.ts';

export interface Gate {
  readonly from: readonly string[];
  /** How many different people. */
  readonly min: number;
  /** And as many different groups as can be. */
  readonly distinct?: boolean;
  /** Whether who asked for it counts. */
  readonly requester: boolean;
  readonly expires: number;
}

export interface Change {
  readonly path: string;
  readonly gate: Gate;
  /** The option that leads to it. */
  readonly option?: string;
}

export interface Book {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly runbook: Runbook;
}

const MINUTE = 60_000;
export const TARGET = 'deployment/prod/api';

const scale = (indent: string, gate: string) =>
  `${indent}- kubernetes.scale: { namespace: prod, deployment: api, replicas: 15 }\n${indent}  approval: ${gate}\n`;

export const TWO_CHANGES: Book = {
  name: 'two people, then one',
  changes: [
    { path: '1', gate: { from: ['sre'], min: 2, requester: false, expires: 5 * MINUTE } },
    { path: '2', gate: { from: ['sre', 'leads'], min: 1, requester: true, expires: 10 * MINUTE } },
  ],
  runbook: runbookOf(
    scale('  ', '{ from: [sre], min: 2, requester: false, expires: 5m }') +
      scale('  ', '{ from: [sre, leads], min: 1, requester: true, expires: 10m }'),
    'lock: deployment/${{ inputs.ns }}/api\n',
  ),
};

export const A_CHOICE: Book = {
  name: 'a choice of two',
  changes: [
    {
      path: '1.options.Scale up.1',
      option: 'Scale up',
      gate: { from: ['sre'], min: 1, requester: false, expires: 5 * MINUTE },
    },
    {
      path: '1.options.Scale down.1',
      option: 'Scale down',
      gate: { from: ['leads'], min: 2, requester: false, expires: 5 * MINUTE },
    },
  ],
  runbook: runbookOf(
    `  - ask.choice: How?\n    options:\n      Scale up:\n${scale('        ', '{ from: [sre], min: 1, expires: 5m }')}      Scale down:\n${scale('        ', '{ from: [leads], min: 2, expires: 5m }')}`,
  ),
};

/** One change behind this gate. */
export function oneChange(gate: Gate): Book {
  const { from, min, requester, expires, distinct = false } = gate;
  const written = `{ from: [${from.join(', ')}], min: ${min}, requester: ${requester}, distinct: ${distinct}, expires: ${expires / MINUTE}m }`;
  return {
    name: `${min} of ${from.join(' and ')}${distinct ? ', different ones' : ''}, who asked ${requester ? 'counts' : 'does not'}`,
    changes: [{ path: '1', gate }],
    runbook: runbookOf(scale('  ', written)),
  };
}

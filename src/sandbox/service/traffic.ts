/** How requests spread over the pods that serve, and what they get: pure arithmetic, no randomness. */
import type { Behaviour } from '../kubernetes/images.ts';

/** What one pod (or the gateway, for what no pod can take) does with its share, each second. */
export interface Flow {
  readonly ok: number;
  readonly missing: number;
  readonly failed: number;
  readonly shed: number;
  readonly cores: number;
  /** Requests answered within each bound of LATENCY_BOUNDS. */
  readonly within: readonly number[];
  /** Seconds spent answering. */
  readonly busy: number;
}

/** Requests a second one pod can serve; more are turned away with 503. */
export const POD_CAPACITY = 25;
/** Of a healthy image's answers; an error budget of 0.1 % has room for it. */
const FAILING = 0.0002;
const FAILING_BADLY = 0.5;
const MISSING = 0.01;
export const LATENCY_BOUNDS = [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5] as const;
export const ENDPOINTS = [
  { path: '/api/dashboards', share: 0.4 },
  { path: '/api/search', share: 0.3 },
  { path: '/api/login', share: 0.2 },
  { path: '/api/reports', share: 0.1 },
] as const;

export const IDLE: Flow = {
  ok: 0,
  missing: 0,
  failed: 0,
  shed: 0,
  cores: 0.02,
  within: LATENCY_BOUNDS.map(() => 0),
  busy: 0,
};

/** One pod's flow when `ready` pods share the traffic evenly. */
export function podFlow(rps: number, ready: number, behaviour: Behaviour): Flow {
  if (ready === 0) return IDLE;
  const arriving = rps / ready;
  const served = Math.min(arriving, POD_CAPACITY);
  const failed = served * (behaviour === 'errors' ? FAILING_BADLY : FAILING);
  const missing = (served - failed) * MISSING;
  // The fuller a pod, the slower: exponential latency with a mean that grows with utilisation.
  const mean = 0.035 / (1 - (0.7 * served) / POD_CAPACITY);
  return {
    ok: served - failed - missing,
    missing,
    failed,
    shed: arriving - served,
    cores: 0.05 + 0.01 * served,
    within: LATENCY_BOUNDS.map((bound) => served * (1 - Math.exp(-bound / mean))),
    busy: served * mean,
  };
}

/** What the gateway answers itself, because there is nobody behind it. */
export function gatewayFlow(rps: number, ready: number): Flow {
  return { ...IDLE, cores: 0, shed: ready === 0 ? rps : 0 };
}

/** Grows as caches warm up over the first hour, then holds. */
export function memoryBytes(ageMs: number): number {
  return Math.round((160 + 60 * (1 - Math.exp(-Math.max(0, ageMs) / 1_200_000))) * 1024 * 1024);
}

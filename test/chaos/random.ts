/** Numbers that a seed decides: xoshiro128**, seeded by splitmix32. The same seed gives the same schedule on every machine. */

export interface Random {
  /** From 0 up to and without 1. */
  next(): number;
  /** From `from` to `to`, both included. */
  whole(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  /** True in `share` of all cases. */
  chance(share: number): boolean;
}

const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k));

export function random(seed: number): Random {
  let mix = seed | 0;
  const spread = () => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [spread(), spread(), spread(), spread()] as const;
  const next = () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    let [x, y, z, w] = [a, b, c, d];
    z ^= x;
    w ^= y;
    y ^= z;
    x ^= w;
    z ^= t;
    w = rotate(w, 11);
    [a, b, c, d] = [x, y, z, w];
    return result / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    pick: (from) => from[whole(0, from.length - 1)] as (typeof from)[number],
    chance: (share) => next() < share,
  };
}

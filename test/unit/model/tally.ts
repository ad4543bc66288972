/** How many decisions were compared with a model: what is asserted is the count, what is printed is also the pace. */

/** What each test file compares at least. Together more than the million that spec T1 asks for: `at-least-a-million.test.ts`. */
export const PROMISED = {
  seed: 450_000,
  rich: 380_000,
  stories: 10_000,
  runs: 200_000,
} as const;

export function tally(what: keyof typeof PROMISED, steps: number, since: number): void {
  const seconds = (performance.now() - since) / 1000;
  const pace = Math.round(steps / seconds).toLocaleString('en');
  process.stderr.write(
    `model ${what}: ${steps.toLocaleString('en')} decisions in ${seconds.toFixed(1)} s, ${pace} a second\n`,
  );
  expect(steps).toBeGreaterThanOrEqual(PROMISED[what]);
}

import { spawnSync } from 'node:child_process';
import vm from 'node:vm';
import { findChromium } from './test/support/find-chromium.mjs';

// Started without the flag (an IDE, ./node_modules/.bin/jest): start again with it, or ESM-only packages cannot load.
if (!vm.SourceTextModule) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const again = spawnSync(process.execPath, [...flags, ...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
  });
  process.exit(again.status ?? 1);
}

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
};

/** Tests against real servers: one PostgreSQL per run, compiled sources for the processes they start. */
const real = {
  ...base,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

// Only where there is a browser; without one, the line the set-up prints says so.
const browser = findChromium() ? [{ ...real, displayName: 'browser', roots: ['<rootDir>/test/browser'] }] : [];

export default {
  // Integration and scenario tests share one machine with real servers: more workers only add noise.
  maxWorkers: 2,
  // Patience for a machine that does other things too; a wait ends when what it waits for is there, so it costs nothing.
  testTimeout: 180_000,
  projects: [
    { ...base, displayName: 'unit', roots: ['<rootDir>/test/unit'] },
    { ...real, displayName: 'integration', roots: ['<rootDir>/test/integration', '<rootDir>/test/contract'] },
    { ...real, displayName: 'scenario', roots: ['<rootDir>/test/scenario'] },
    // Worlds of a dozen processes each: by themselves, or whatever runs beside them is late.
    { ...real, displayName: 'crash', roots: ['<rootDir>/test/crash'] },
    ...browser,
  ],
};

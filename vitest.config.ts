import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Processes, not threads: node-sqlite3 is native, and a crash in it must not take the other suites along.
    globalSetup: 'test/helpers/global-setup.ts',
    pool: 'forks',
    // Files share a process and what it has loaded, and the databases that were emptied: half the time of a suite of many small
    // files. So a test leaves no state of modules or of the process behind.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

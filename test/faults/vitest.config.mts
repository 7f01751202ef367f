import { defineConfig } from 'vitest/config'

/** Long runs in which things are killed and cut off; one after the other, since each of them loads the whole machine. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.fault.ts'],
    root: new URL('../..', import.meta.url).pathname,
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
})

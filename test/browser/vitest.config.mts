import { defineConfig } from 'vitest/config'

/** What people see and click, in a real Chromium; apart, since it takes as long as a tenth of all other tests. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    root: new URL('../..', import.meta.url).pathname,
    globalSetup: ['test/support/global-setup.ts', 'test/support/chromium.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 4,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})

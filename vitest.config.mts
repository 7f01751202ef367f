import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'], // npm run test:browser
    globalSetup: ['test/support/memory.ts', 'test/support/global-setup.ts'],
    pool: 'forks', // starting a program copies the page tables of its parent: of threads, those of all of them
    isolate: false,
    maxWorkers: 6, // they wait for programs most of the time
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})

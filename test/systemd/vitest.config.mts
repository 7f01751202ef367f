import { defineConfig } from 'vitest/config'

/** In a virtual machine of its own, since a service belongs to the systemd of a whole machine. */
export default defineConfig({
  test: {
    include: ['test/systemd/**/*.guest.ts'],
    root: new URL('../..', import.meta.url).pathname,
    pool: 'forks',
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})

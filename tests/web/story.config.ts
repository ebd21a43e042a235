// Stories drive a browser, they do not live in one.
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: resolve(import.meta.dirname, '../..'),
    include: ['tests/web/story/*.story.ts'],
    environment: 'node',
    // Bounds of what hangs, not of what is slow: a story has its minutes also where others want the processors.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})

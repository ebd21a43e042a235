// Two entries: field.html for the phone (offline, its own worker), index.html for everything that is used at a desk and
// has no worker, so that no bad cache can ever break a command centre.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { field_worker, worker_entry } from './field_worker.ts'

const here = import.meta.dirname
const out = resolve(here, '../build/web')

function files_below(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files_below(path) : [path]
  })
}

// The server sends NAME.gz in the place of NAME to whoever reads gzip.
function compressed_beside(): Plugin {
  return {
    name: 'compressed-beside',
    apply: 'build',
    closeBundle() {
      for (const path of files_below(out)) {
        if (!/\.(js|css|html|svg|json|webmanifest)$/.test(path)) continue
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  root: here,
  plugins: [vue(), field_worker(join(here, 'public')), compressed_beside()],
  build: {
    outDir: out,
    emptyOutDir: true,
    manifest: true,
    // Handhelds and domestic browsers lag behind.
    target: ['chrome87', 'safari14'],
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        index: join(here, 'index.html'),
        field: join(here, 'field.html'),
        [worker_entry]: join(here, 'src/field/worker.ts'),
      },
      output: {
        // A worker's address is its own for ever.
        entryFileNames: (chunk) => (chunk.name === worker_entry ? 'field/worker.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  test: {
    root: resolve(here, '..'),
    include: ['tests/web/unit/**/*.test.ts'],
    environment: 'happy-dom',
    isolate: false, // 7 s instead of 91; in_chinese.ts gives each file modules of its own
    setupFiles: [resolve(here, '../tests/web/unit/in_chinese.ts')],
  },
})

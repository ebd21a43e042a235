// Writes into the phone's service worker which files the phone's page is made of, and a version that is theirs.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

export const worker_entry = 'field_worker'
const page_entry = 'field'
const beside = ['/field.webmanifest', '/icon.svg', '/icon-192.png', '/icon-512.png']

interface Chunk {
  type: 'chunk' | 'asset'
  fileName: string
  name?: string
  isEntry?: boolean
  imports?: string[]
  dynamicImports?: string[]
  code?: string
  source?: string | Uint8Array
  viteMetadata?: { importedCss: Set<string> }
}

export function field_worker(public_folder: string): Plugin {
  return {
    name: 'field-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const all = bundle as unknown as Record<string, Chunk>
      const files = new Set<string>()
      const take = (name: string) => {
        const chunk = all[name]
        if (!chunk || files.has(name)) return
        files.add(name)
        for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css)
        for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) take(next)
      }
      const chunks = Object.values(all).filter((each) => each.type === 'chunk' && each.isEntry)
      const page = chunks.find((each) => each.name === page_entry)
      const worker = chunks.find((each) => each.name === worker_entry)
      if (!page || !worker?.code) this.error('the phone has no page or no worker')
      take(page.fileName)
      if (worker.imports?.length) this.error('the worker is one plain script, and imports nothing')
      const list = [...[...files].sort().map((name) => `/${name}`), ...beside]
      const made = createHash('sha256').update(list.join('\n')).update(worker.code)
      for (const name of beside) made.update(readFileSync(join(public_folder, name)))
      const html = all['field.html']?.source
      if (!html) this.error('the phone has no page')
      made.update(html)
      worker.code = worker.code
        .replace('__FIELD_FILES__', () => JSON.stringify(list))
        .replace('__FIELD_VERSION__', () => JSON.stringify(made.digest('hex').slice(0, 12)))
    },
  }
}
